"""A flow is `flow.yaml` and the YAML files below it; what cannot be read is told."""

from pathlib import Path, PurePosixPath

import pytest

from orderloom.codes.render import to_text
from orderloom.compiler.files import read_flow


@pytest.fixture
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    write("flow.yaml", "kind: flow\n")
    return Path("shop")


def write(path, text):
    file = Path("shop", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, str):
        text = text.encode()
    file.write_bytes(text)


def told(flow, language="en"):
    return [to_text(each, flow.text_of(each.place.file), language) for each in flow.diagnostics]


def test_the_main_file_comes_first_then_the_others_by_path(shop):
    write("rules/b.yml", "kind: rule\n---\nkind: role\n")
    write("rules/a.yaml", "kind: rule\n")
    write("aaa.yaml", "kind: record\n")
    flow = read_flow(shop)
    paths = ["flow.yaml", "aaa.yaml", "rules/a.yaml", "rules/b.yml"]
    assert [str(path) for path in flow.sources] == paths
    assert [document.file for document in flow.documents] == [
        "shop/flow.yaml",
        "shop/aaa.yaml",
        "shop/rules/a.yaml",
        "shop/rules/b.yml",
        "shop/rules/b.yml",
    ]
    assert flow.sources[PurePosixPath("rules/a.yaml")] == "kind: rule\n"
    assert flow.text_of("shop/rules/a.yaml") == "kind: rule\n"
    assert flow.text_of("shop/rules/c.yaml") is None
    assert flow.diagnostics == ()


def test_hidden_files_and_files_of_other_kinds_are_left_out(shop):
    for path in (".git/a.yaml", ".hidden.yaml", "data.json", "README.md", "a.yaml.bak"):
        write(path, "kind: rule\n")
    assert list(read_flow(shop).sources) == [PurePosixPath("flow.yaml")]


def test_a_folder_that_is_not_there_has_no_main_file(shop):
    shop.joinpath("flow.yaml").unlink()
    shop.rmdir()
    (only,) = told(read_flow(shop))
    assert only == (
        "shop/flow.yaml:1: error[OL002]: the flow has no 'flow.yaml'\n"
        "  hint: begin one in 'shop', or name another folder"
    )


def test_a_link_that_leads_out_is_told_and_not_followed(shop):
    Path("outside").mkdir()
    Path("outside/rule.yaml").write_text("kind: rule\n", encoding="utf-8")
    (shop / "rule.yaml").symlink_to(Path("outside/rule.yaml").absolute())
    (shop / "more").symlink_to(Path("outside").absolute())
    (shop / "inside.yaml").symlink_to("flow.yaml")
    flow = read_flow(shop)
    assert [str(path) for path in flow.sources] == ["flow.yaml", "inside.yaml"]
    assert sorted(told(flow, "zh")) == [
        f"shop/{path}:1: 警告[OL035]: 链接指向流程文件夹之外，未读取\n  提示：请把文件复制到流程中"
        for path in ("more", "rule.yaml")
    ]


def test_a_file_that_cannot_be_opened_is_told(shop):
    (shop / "gone.yaml").symlink_to("nowhere.yaml")
    assert told(read_flow(shop)) == [
        "shop/gone.yaml:1: error[OL003]: cannot be read: No such file or directory"
    ]


def test_a_large_file_is_not_read(shop):
    write("large.yaml", "#" * 1_000_001)
    (only,) = told(read_flow(shop))
    assert only == (
        "shop/large.yaml:1: error[OL005]: the file is larger than 1 MB\n"
        "  hint: split it into several files"
    )


def test_a_byte_order_mark_is_no_part_of_the_text(shop):
    write("flow.yaml", b"\xef\xbb\xbfkind: flow\n")
    assert read_flow(shop).sources[PurePosixPath("flow.yaml")] == "kind: flow\n"


@pytest.mark.parametrize(
    ("raw", "place", "guess"),
    [
        ("kind: flow\n# 订单\n".encode("gb18030"), "2:3", "it looks like GB18030 (GBK): "),
        ("kind: flow\n".encode("utf-16"), "1:1", "it looks like UTF-16: "),
        (b"\xef\xbb\xbf\xe4\xb8\xad\xff", "1:2", ""),
    ],
)  # fmt: skip
def test_another_encoding_is_named_when_it_can_be_guessed(shop, raw, place, guess):
    write("flow.yaml", raw)
    (only,) = told(read_flow(shop))
    assert only == (
        f"shop/flow.yaml:{place}: error[OL004]: the file is not UTF-8\n"
        f"  hint: {guess}save it as UTF-8"
    )
