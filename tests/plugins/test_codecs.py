"""Formats of installed packages: read as those of the language, and trusted with nothing."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from tests.mapping.building import message
from tests.mapping.reading import FLOW
from tests.plugins.packages import loaded, offer

from orderloom.codes.catalogue import lookup
from orderloom.compiler.load import check_flow
from orderloom.errors import MessageRejected
from orderloom.expression.values import Money
from orderloom.flow.message import MappedItem
from orderloom.mapping.program import build_mapping
from orderloom.mapping.readers import codec_rows

CODECS = "orderloom.codecs"
MODULE = """
from decimal import Decimal
from orderloom.ports.codecs import Codec, CodecFault, CodecRefused, CodecRow

def read(body):
    if body.startswith(b"!"):
        raise CodecRefused("garbled", "byte 1")
    for number, line in enumerate(body.splitlines(), 1):
        no, amount = line.decode().split(";")
        raw = {"no": no, "amount": amount}
        if not amount:
            yield CodecFault(where=f"line {number}", reason="no_amount", raw=raw)
        else:
            yield CodecRow(raw=raw, where=f"line {number}")

def made(**parts):
    reasons = {
        "garbled": {"en": "it is garbled", "zh": "内容混乱"},
        "no_amount": {"en": "the amount is missing", "zh": "缺少金额"},
    }
    given = dict(name="pairs", en="pairs", zh="成对", read=read, reasons=reasons)
    return Codec(**(given | parts))

CODEC = made()
"""
MAPPING = """read: {format: pairs}
fields: {no: no, amount: amount}
"""


@pytest.fixture
def package(tmp_path, monkeypatch, request):
    """Write a package of a codec that is made by ``line``, and load what it offers."""

    def load(line="", name="pairs"):
        module = f"codec_{abs(hash((line, request.node.name)))}"
        (tmp_path / f"{module}.py").write_text(f"{MODULE}\n{line}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return loaded(offer(name, f"{module}:CODEC", group=CODECS))

    return load


def checked(tmp_path, extensions, mapping=MAPPING):
    folder = tmp_path / "flow"
    folder.mkdir(exist_ok=True)
    (folder / "flow.yaml").write_text(FLOW + mapping, encoding="utf-8")
    return check_flow(Path(folder), connectors={}, extensions=extensions)


def split(tmp_path, extensions, body, mapping=MAPPING):
    """Give what each item is: its values, or where it failed, why, and its key."""
    flow = checked(tmp_path, extensions, mapping).flow
    program = build_mapping(flow.mappings["orders"], flow.records["order"], "UTC")
    return [
        each.values
        if isinstance(each, MappedItem)
        else (each.where, *((fault.code, fault.facts) for fault in each.faults))
        for each in program.split(message(body))
    ]


def rejected(tmp_path, extensions, body):
    with pytest.raises(MessageRejected) as error:
        split(tmp_path, extensions, body)
    return error.value.code, dict(error.value.facts)


OWN = {"format": "pairs", "distribution": "orderloom-extra 1.2"}


def test_its_rows_are_mapped_and_a_bad_one_is_put_aside_alone(package, tmp_path):
    extensions, said = package()
    assert said == []
    first, second, third = split(tmp_path, extensions, b"T1;9.5\nT2;\nT3;x")
    assert first == {"no": "T1", "amount": Money(Decimal("9.50"), "CNY")}
    facts = {"place": "line 2", "reason_en": "the amount is missing", "reason_zh": "缺少金额"}
    assert second == ("line 2", ("OL915", OWN | facts))
    assert (third[0], third[1][0]) == ("line 3", "OL547")
    wording = lookup("OL915").message
    assert wording.fill(second[1][1], "zh") == (
        "orderloom-extra 1.2 的格式“pairs”在 line 2 处无法读取：缺少金额"
    )


def test_rows_are_grouped_and_left_out_as_any(package, tmp_path):
    extensions, _ = package()
    mapping = """read: {format: pairs}
group_by: [no]
skip: raw.amount == "0"
fields: {no: no, lines: {each: =rows, fields: {price: amount}}}
"""
    first, second = split(tmp_path, extensions, b"T1;1\nT2;2\nT1;0\nT1;3", mapping)
    assert (first["no"], len(first["lines"]), len(second["lines"])) == ("T1", 2, 1)


def test_members_of_an_archive_are_read_one_by_one_unless_it_reads_archives(package, tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "T1;1")
        archive.writestr("b.txt", "!")
    extensions, _ = package()
    first, second = split(tmp_path, extensions, buffer.getvalue())
    assert first["no"] == "T1"
    assert second[0] == "b.txt"
    assert second[1][0] == "OL915"
    line = (
        "CODEC = made(zipped=True, read=lambda b: [CodecRow(raw={'no': str(len(b))}, where='x')])"
    )
    whole, _ = package(line)
    assert split(tmp_path, whole, buffer.getvalue()) == [{"no": str(len(buffer.getvalue()))}]


@pytest.mark.parametrize(
    ("body", "code", "facts"),
    [
        (b"!", "OL915", {"place": "byte 1", "reason_en": "it is garbled", "reason_zh": "内容混乱"}),
        (b"T1;1\nT2", "OL916", {"error": "ValueError"}),
        (b"T1;1\n\xff;1", "OL916", {"error": "UnicodeDecodeError"}),
    ],
)
def test_a_message_that_cannot_be_read_gives_no_item_and_no_words(
    body, code, facts, package, tmp_path
):
    extensions, _ = package()
    assert rejected(tmp_path, extensions, body) == (code, OWN | facts)


def test_the_bounds_of_every_message_hold(package, tmp_path, monkeypatch):
    extensions, _ = package()
    assert rejected(tmp_path, extensions, b"  ") == ("OL503", {})
    monkeypatch.setattr(codec_rows, "MAX_ROWS", 2)
    code, facts = rejected(tmp_path, extensions, b"T1;1\nT2;2\nT3;3")
    assert (code, facts["reason_en"]) == ("OL915", "it holds more than 200,000 items")
    monkeypatch.setattr(codec_rows, "MAX_VALUES", 3)
    code, facts = rejected(tmp_path, extensions, b"T1;1\nT2;2")
    assert (code, facts["reason_en"]) == ("OL915", "it holds more than 20,000,000 values")


DEEP = "__import__('functools').reduce(lambda a, _: [a], range(100), 1)"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("[]", None),
        ("[1]", "row 1: int"),
        ("[CodecRow(raw={}, where=7)]", "row 1: CodecRow"),
        ("None", "TypeError"),
        ("exit(3)", "SystemExit"),
        ("(_ for _ in ()).throw(CodecRefused('unheard_of'))", "CodecRefused"),
    ],
)
def test_what_is_no_row_rejects_the_message(given, error, package, tmp_path):
    extensions, _ = package(f"CODEC = made(read=lambda _: {given})")
    code, facts = rejected(tmp_path, extensions, b"x")
    if error is None:
        assert (code, facts["reason_en"]) == ("OL915", "it holds no item")
    else:
        assert (code, facts) == ("OL916", OWN | {"error": error})


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("[]", "list"),
        ("{'no': 1.5}", "float"),
        ("{'no': {1: 'a'}}", "a part that is not named by text"),
        ("{'no': [b'x']}", "bytes"),
        ("{'no': Decimal('NaN')}", "a number beyond all bounds"),
        (f"{{'no': {DEEP}}}", "more than 64 levels"),
    ],
)
def test_a_row_that_holds_what_no_row_may_is_put_aside(raw, error, package, tmp_path):
    line = (
        "CODEC = made(read=lambda _: "
        f"[CodecRow(raw={raw}, where='line 1'), CodecRow(raw={{'no': 'T2'}}, where='')])"
    )
    extensions, _ = package(line)
    assert split(tmp_path, extensions, b"x") == [
        ("line 1", ("OL916", OWN | {"error": error})),
        {"no": "T2"},
    ]


def test_a_row_is_a_copy(package, tmp_path):
    line = """
SHARED = {"no": "T1"}
def again(_):
    yield CodecRow(raw=SHARED, where="1")
    SHARED["no"] = "T2"
    yield CodecRow(raw=SHARED, where="2")
CODEC = made(read=again)
"""
    extensions, _ = package(line)
    assert split(tmp_path, extensions, b"x") == [{"no": "T1"}, {"no": "T2"}]


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ("api=2", "api: 2"),
        ("name='other'", "name: other"),
        ("read=None", "read"),
        ("zipped=1", "zipped"),
        ("en=' '", "en"),
        ("reasons=[]", "reasons"),
        ("reasons={'A b': {'en': 'a', 'zh': 'b'}}", "reasons: A b"),
        ("reasons={'a': {'en': 'a'}}", "reasons: a"),
    ],
)
def test_what_cannot_be_is_told_by_its_part(parts, part, package):
    found, said = package(f"CODEC = made({parts})")
    assert found.formats == {}
    assert said == [
        f"'pairs' of orderloom-extra 1.2 ({CODECS}) declares something impossible: {part}"
    ]


def test_a_format_of_the_language_is_refused(package):
    found, said = package("CODEC = made(name='csv')", "csv")
    assert found.formats == {}
    assert said == [f"'csv' ({CODECS}) is offered by orderloom-extra 1.2 and by orderloom"]


def findings(tmp_path, extensions, mapping):
    diagnostics = checked(tmp_path, extensions, mapping).diagnostics
    # What these mappings leave out nobody writes, which is not what is looked at here.
    told = (each for each in diagnostics if each.code != "OL043")
    return [(each.code, each.place.line, dict(each.facts)) for each in told]


def test_check_knows_the_formats_and_names_those_that_there_are(package, tmp_path):
    extensions, _ = package()
    assert findings(tmp_path, extensions, MAPPING) == []
    line = FLOW.count("\n") + 1
    [(code, at, facts)] = findings(tmp_path, extensions, MAPPING.replace("pairs", "edifact"))
    assert (code, at, facts["added"]) == ("OL914", line, "pairs")
    [(code, at, facts)] = findings(tmp_path, extensions, MAPPING.replace("pairs", "pears"))
    assert (code, at, facts["nearest"]) == ("OL914", line, "pairs")
    each = MAPPING.replace("pairs", 'pairs, each: "a[*]"')
    assert [found[0] for found in findings(tmp_path, extensions, each)] == ["OL106"]


def test_a_broken_format_is_named_where_it_is_used(package, tmp_path):
    extensions, _ = package("CODEC = 1")
    [(code, at, facts)] = findings(tmp_path, extensions, MAPPING)
    assert (code, at) == ("OL909", FLOW.count("\n") + 1)
    assert facts["distribution"] == "orderloom-extra 1.2"
