"""``evaluate``: values of expressions, one or many."""

import json
from pathlib import Path

import pytest
from tests.cli.program import call, start


@pytest.fixture
def data(tmp_path):
    file = tmp_path / "data.json"
    file.write_text(
        '{"amount": {"$money": "CNY 5.00"}, "n": 3, "名称": "花", "lines": [{"q": 1}, {"q": 2}]}',
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("amount * 3", "CNY 15.00"),
        ("sum(l.q for l in lines)", "3"),
        ("n > 2", "true"),
        ("名称", "花"),
        ("number(名称)", "missing"),
        ("1 / 8", "0.125"),
    ],
)
def test_a_value_is_printed_as_people_write_it(data, expression, said):
    answer = call("evaluate", expression, "--data", data)
    assert (answer.code, answer.out, answer.err) == (0, f"{said}\n", "")


def test_an_expression_that_means_nothing_is_a_problem(data):
    answer = call("evaluate", "amont * 3", "--data", data)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error[OL350]: unknown name 'amont', at column 1\n  hint: did you mean 'amount'?\n"
    )


def test_a_batch_answers_every_line_and_stops_at_none(data):
    lines = [
        b'{"id": 1, "expr": "n + 1"}',
        b'{"id": "two", "expr": "n +"}',
        b"\xff\x00 nonsense",
        b"[1, 2]",
        b'{"id": 5}',
        b"",
        b'{"id": 6, "expr": "amount * 2"}',
        b'{"id": 7, "expr": "' + b"(" * 100_000 + b'"}',
        b'{"id": 8, "expr": "n"}',
    ]
    program = start("evaluate", "--batch", "-", "--data", data, "--format", "json")
    out, err = program.communicate(b"\n".join(lines))
    answers = [json.loads(line) for line in out.decode().splitlines()]
    assert (program.returncode, err) == (0, b"")
    assert [(each["id"], each.get("value")) for each in answers] == [
        (1, 4),
        ("two", None),
        (None, None),
        (None, None),
        (None, None),
        (6, {"$money": "CNY 10.00"}),
        (7, None),
        (8, 3),
    ]
    assert answers[1]["error"] == {
        "code": "OL335",
        "line": 1,
        "column": 3,
        "message": "a value is missing after '+'",
        "hint": "write a value after it, or delete it",
    }
    assert [each["error"]["line"] for each in answers[2:5]] == [3, 4, 5]
    assert all(each["ms"] >= 0 for each in answers)


def test_data_that_is_no_json_is_a_problem(tmp_path):
    garbage = tmp_path / "data.json"
    garbage.write_bytes(b"\x00\x01\x02\xff")
    answer = call("evaluate", "n", "--data", garbage)
    assert answer.code == 1
    assert answer.err.startswith("error[OL385]: the data do not read as JSON")


def test_either_an_expression_or_a_batch_is_wanted(data):
    answer = call("evaluate", "--data", data)
    assert answer.code == 2
    assert answer.err == "error[OL675]: give either an expression or --batch\n"


def test_now_is_what_is_said(data):
    arguments = ("--data", data, "--at", "2026-01-05T20:00+08:00", "--format", "json")
    answer = call("evaluate", "now", *arguments)
    assert answer.document["value"] == {"$time": "2026-01-05T12:00:00Z"}


EXPLAINED = {
    "en": """\
column 1: n → 3
column 1: n > 2 → true
column 1: n > 2 or missing(名称) → true
true
""",
    "zh": """\
第 1 列：n → 3
第 1 列：n > 2 → true
第 1 列：n > 2 or missing(名称) → true
true
""",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_value_is_explained_step_by_step(data, lang):
    answer = call("evaluate", "n > 2 or missing(名称)", "--data", data, "--explain", lang=lang)
    assert (answer.code, answer.out, answer.err) == (0, EXPLAINED[lang], "")


def test_programs_get_the_steps_of_every_expression(data, tmp_path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 1, "expr": "-n / 2"}\n{"id": 2, "expr": "n +"}\n')
    arguments = ("--batch", batch, "--data", data, "--explain", "--format", "json")
    answers = [json.loads(line) for line in call("evaluate", *arguments).out.splitlines()]
    assert answers[0]["steps"] == [
        {"text": "n", "column": 2, "value": 3},
        {"text": "-n", "column": 1, "value": -3},
        {"text": "-n / 2", "column": 1, "value": {"$decimal": "-1.5"}},
    ]
    assert answers[1]["steps"] == []


def test_steps_end_where_a_fault_stopped_them(tmp_path):
    data = tmp_path / "data.json"
    data.write_text('{"n": 3, "mixed": [1, "a"]}')
    answer = call("evaluate", "n > 2 and mixed[1] + 1 > 2", "--data", data, "--explain")
    assert (answer.code, answer.out) == (
        1,
        "column 1: n → 3\ncolumn 1: n > 2 → true\ncolumn 11: mixed[1] → a\n",
    )
    assert answer.err.startswith("error[OL390]: number is wanted here, the value is text")


def test_tables_of_a_flow_are_seen_and_the_picked_row_is_explained(tmp_path):
    data = tmp_path / "data.json"
    data.write_text('{"amount": {"$money": "USD 7.05"}}', encoding="utf-8")
    flow = Path(__file__).parents[2] / "examples/scenarios/e5_refund_approver"
    expression = 'pick("refund_approver", amount=convert(amount, "CNY")).who'
    answer = call(
        "evaluate", expression, "--data", data, "--flow", flow, "--explain",
        "--at", "2026-01-05T20:00+08:00",
    )  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "column 40: amount → USD 7.05",
        'column 32: convert(amount, "CNY") → CNY 50.0550',
        'column 1: pick("refund_approver", amount=convert(amount, "CNY")) → {who: lead}',
        f"column 1: {expression} → lead",
        "lead",
    ]
