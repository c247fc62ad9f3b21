"""``init`` and ``check``: a flow begins and is checked."""

import pytest
from tests.cli.program import call

MODELINE = "# yaml-language-server: $schema=.orderloom/schema/definition.json"


def test_init_writes_a_flow_that_check_has_nothing_to_say_about(tmp_path):
    folder = tmp_path / "new"
    begun = call("init", folder, "--format", "json")
    files = ["flow.yaml", "order.yaml", "orders.json", "rules.yaml", "web_shop.yaml"]
    assert (begun.code, begun.document) == (0, {"folder": str(folder), "files": files})
    checked = call("check", folder)
    assert (checked.code, checked.out, checked.err) == (0, "", "")


def test_init_names_the_schema_first_and_brings_it(shop):
    for file in shop.glob("*.yaml"):
        assert file.read_text(encoding="utf-8").splitlines()[0] == MODELINE
    assert (shop / ".orderloom" / "schema" / "definition.json").is_file()


def test_init_overwrites_nothing(tmp_path):
    (tmp_path / "rules.yaml").write_text("mine", encoding="utf-8")
    answer = call("init", tmp_path)
    assert answer.code == 2
    assert answer.err == (
        f"error[OL660]: nothing was written: '{tmp_path}' has rules.yaml already\n"
        "  hint: choose a new folder\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["rules.yaml"]
    assert (tmp_path / "rules.yaml").read_text(encoding="utf-8") == "mine"


def test_init_offers_the_nearest_starter(tmp_path):
    answer = call("init", tmp_path, "--template", "first_flo", lang="zh")
    assert answer.code == 2
    assert answer.err == (
        "错误[OL661]：没有起步流程“first_flo”；现有：first_flow, standard\n"
        "  提示：是否想写“first_flow”？\n"
    )


def test_check_says_where_what_and_how_to_mend_it(shop):
    rules = shop / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("amount >=", "amont >="), encoding="utf-8")
    answer = call("check", shop)
    assert (answer.code, answer.err) == (1, "")
    assert answer.out.splitlines()[0] == f"{rules}:7:7: error[OL350]: unknown name 'amont'"
    assert answer.out.splitlines()[-1].strip() == "hint: did you mean 'amount'?"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_gives_json_with_the_same_exit_code(shop, language):
    (shop / "rules.yaml").write_bytes(b"\xff\xfe\x00\x01garbage")
    answer = call("check", shop, "--format", "json", lang=language)
    assert (answer.code, answer.err) == (1, "")
    assert {each["severity"] for each in answer.document["diagnostics"]} == {"error"}


def test_an_unknown_environment_is_found_wrong(shop):
    answer = call("check", shop, "--environment", "tset")
    assert answer.code == 1
    assert "'tset'" in answer.out


def test_a_folder_that_is_not_there_is_a_wrong_call(tmp_path):
    missing = tmp_path / "nothing"
    answer = call("check", missing)
    assert (answer.code, answer.err) == (2, f"error[OL680]: there is no folder '{missing}'\n")
