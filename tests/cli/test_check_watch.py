"""`check --watch` as people use it: a program that runs while files are edited."""

import json
import signal

import pytest
from tests.cli.program import start

NONSENSE = "---\nkind: machin\nid: x\n"
WATCHED = b"watching, Ctrl-C ends it\n"


@pytest.fixture
def watched(shop):
    running = []

    def watch(*options):
        running.append(start("check", shop, "--watch", *options, ORDERLOOM_LANG="en"))
        return running[-1]

    yield watch
    for process in running:
        process.kill()
        process.communicate()


def heading(process):
    """The next line that says how a check went, without the folder."""
    line = process.stderr.readline()
    assert line.endswith(WATCHED), line + process.stderr.read()
    return line.partition(b" in '")[0].decode()


def break_it(shop):
    with (shop / "flow.yaml").open("a", encoding="utf-8") as flow:
        flow.write(NONSENSE)


def mend_it(shop):
    flow = shop / "flow.yaml"
    flow.write_text(flow.read_text("utf-8").removesuffix(NONSENSE), "utf-8")


def test_every_change_is_checked_and_ctrl_c_ends_it(shop, watched):
    process = watched()
    assert heading(process) == "0 errors, 0 warnings"
    break_it(shop)
    assert heading(process) == "1 errors, 0 warnings"
    mend_it(shop)
    assert heading(process) == "0 errors, 0 warnings"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(bytes(shop / "flow.yaml"))
    assert b"'machin'" in out


def test_json_has_one_line_for_every_check(shop, watched):
    process = watched("--format", "json")
    assert json.loads(process.stdout.readline()) == {"diagnostics": []}
    break_it(shop)
    found = json.loads(process.stdout.readline())["diagnostics"]
    assert found[0]["severity"] == "error"


def test_a_store_and_hidden_files_in_the_folder_are_not_watched(shop, watched):
    process = watched()
    heading(process)
    (shop / "orders.sqlite").write_bytes(b"x")
    (shop / ".flow.yaml.swp").write_bytes(b"x")
    (shop / ".hidden").mkdir()
    (shop / ".hidden" / "a.yaml").write_bytes(b"x")
    break_it(shop)
    assert heading(process) == "1 errors, 0 warnings"


def test_a_new_file_below_is_noticed(shop, watched):
    process = watched()
    heading(process)
    (shop / "rules").mkdir()
    (shop / "rules" / "more.yaml").write_text(NONSENSE, "utf-8")
    # The folder may be noticed before the file in it.
    while heading(process) == "0 errors, 0 warnings":
        pass
