"""Calls that go wrong: one message in the reader's language, an exit code, no traceback."""

import signal
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.cli.program import call, start

from orderloom.cli import group

STRANGE = """
import click

@click.command()
def divide():
    raise ZeroDivisionError("deep inside")

@click.command()
def interrupt():
    raise KeyboardInterrupt
"""


@pytest.fixture
def package(tmp_path):
    """Give the variables under which a package of somebody else's commands is installed."""
    (tmp_path / "strange.py").write_text(STRANGE)
    info = tmp_path / "strange-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 1.0\n")
    names = ("divide", "interrupt", "odd")
    lines = ["[orderloom.commands]", *(f"{name} = strange:{name}" for name in names)]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return {"PYTHONPATH": str(tmp_path)}


def finish(program):
    out, err = program.communicate()
    return program.returncode, out.decode(), err.decode()


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (
            ("chek",),
            "error: there is no command 'chek'; did you mean 'check'?\n  try 'orderloom --help'\n",
            "错误：没有命令“chek”；是否想写“check”？\n  请看 orderloom --help\n",
        ),
        (
            ("check", ".", "--frmat", "json"),
            (
                "error: there is no option '--frmat'; did you mean '--format'?\n"
                "  try 'orderloom check --help'\n"
            ),
            "错误：没有选项“--frmat”；是否想写“--format”？\n  请看 orderloom check --help\n",
        ),
        (
            ("check",),
            "error: 'DIR' is missing\n  try 'orderloom check --help'\n",
            "错误：缺少“DIR”\n  请看 orderloom check --help\n",
        ),
        (
            ("check", ".", "--format", "xml"),
            "error: '--format' is one of: text, json\n  try 'orderloom check --help'\n",
            "错误：“--format”可为：text, json\n  请看 orderloom check --help\n",
        ),
    ],
)
def test_a_wrong_call_is_told_in_both_languages(arguments, en, zh):
    assert call(*arguments) == (answer := call("--lang", "en", *arguments))
    assert (answer.code, answer.out, answer.err) == (2, "", en)
    assert call(*arguments, "--lang=zh").err == zh


def test_an_unknown_language_is_a_wrong_call():
    answer = call("check", "--lang", "fr")
    assert answer.code == 2
    assert answer.err == (
        "error[OL676]: 'fr' is not a language of the command line; there are: en, zh\n"
    )


@pytest.mark.parametrize("name", [*group.OWN, "serve"])
def test_every_command_explains_itself_in_both_languages(name):
    english, chinese = call(name, "--help"), call(name, "--help", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.out.startswith(f"Usage: orderloom {name} [OPTIONS]")
    assert chinese.out.startswith(f"用法：orderloom {name} [选项]")
    assert english.out.isascii()


def test_without_a_command_all_are_listed():
    answer = call()
    assert answer.code == 0
    for name in (*group.OWN, "serve"):
        assert f"\n  {name} " in answer.out


def test_what_nobody_planned_is_one_message_and_a_file(package):
    code, out, err = finish(start("divide", **package))
    message, _, file = err.strip().rpartition(" ")
    assert (code, out) == (1, "")
    assert message == (
        "error[OL668]: internal error (ZeroDivisionError); please report it, details in"
    )
    assert Path(file).read_text(encoding="utf-8").endswith("ZeroDivisionError: deep inside\n")
    Path(file).unlink()


def test_an_interruption_is_quiet(package):
    assert finish(start("interrupt", **package)) == (130, "", "")


def test_a_reader_who_leaves_early_hears_nothing_more(running):
    program = start("schema", "--format", "json")
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stdin.close()
    program.stderr.close()
    assert program.wait() == 141


def test_chinese_is_printed_under_the_c_locale(shop):
    variables = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "ORDERLOOM_LANG": "zh"}
    program = start("preview", shop, "--input", shop / "orders.json", **variables)
    out, _ = program.communicate()
    assert program.returncode == 0
    assert "将新建订单 F-1003" in out.decode("utf-8")


def test_the_locale_chooses_the_language_when_nothing_else_does():
    answer = call("chek", lang="", LANG="zh_CN.UTF-8")
    assert answer.err.startswith("错误：")


def test_an_error_in_json_stands_on_stdout_alone(shop):
    answer = call("explain", "F-1", "--flow", shop, "--format", "json")
    assert (answer.code, answer.err) == (2, "")
    assert answer.document["error"]["code"] == "OL673"


def test_a_broken_command_of_a_package_is_told_and_harms_no_other(package):
    told = (
        "error[OL666]: the command 'odd' of the package 'strange' cannot be loaded: "
        "AttributeError: module 'strange' has no attribute 'odd'\n"
        "  hint: reinstall or remove that package\n"
    )
    assert finish(start("odd", **package)) == (1, "", told)
    code, out, err = finish(start(**package))
    assert (code, err) == (0, told)
    assert "\n  check " in out


def test_an_argument_that_is_no_text_is_a_wrong_call(running):
    assert finish(start("explain", b"\xff\xfe", "--flow", running)) == (
        2,
        "",
        "error[OL682]: the argument '��' is not UTF-8\n",
    )


def test_the_version_is_told():
    answer = call("--version")
    assert (answer.code, answer.out) == (0, f"orderloom {version('orderloom')}\n")


def test_serve_is_quiet_about_ctrl_c(shop):
    program = start("serve", shop, "--port", "18400")
    assert program.stderr.readline().startswith(b"status page: http://127.0.0.1:")
    program.send_signal(signal.SIGINT)
    assert finish(program) == (0, "", "")
