"""Functions of installed packages: as those of the language, for both evaluators."""

import json
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.plugins.packages import FUNCTIONS, loaded, offer

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.data import read_data, scope_for_data
from orderloom.expression.reference.evaluator import Reference
from orderloom.expression.template import compile_template
from orderloom.expression.values import Money
from orderloom.plugins.functions import is_of_the_language

MODULE = """
from datetime import UTC, datetime
from decimal import Decimal
from orderloom.ports.functions import Argument, ExpressionFunction, Money

def spoil(items):
    items.append("spoilt")
    return len(items)

def say(text):
    raise ValueError("4111 1111 1111 1111")

def leave(text):
    raise SystemExit(3)

def make(name, takes, gives, run):
    return ExpressionFunction(
        name=name, takes=takes, gives=gives, en="for tests", zh="测试用", run=run
    )

TEXT = (Argument("t", "text"),)
LEVEL = make("level", (Argument("amount", "decimal"), Argument("step", "decimal", optional=True)),
    "integer", lambda amount, step: int(amount // (step or Decimal(10))))
ANSWER = make("answer_to_all", (), "integer", lambda: 42)
NOTHING = make("fails_alone", (), "integer", lambda: 1 / 0)
SPOIL = make("spoil", (Argument("items", "list of text"),), "integer", spoil)
SAY = make("say", TEXT, "text", say)
LEAVE = make("leave", TEXT, "text", leave)
IN_CALENDAR = make("in_calendar", (Argument("calendar", "text"),), "boolean",
    lambda calendar: calendar == "moon")
ECHO = make("echo", (Argument("o", "object"),), "object", lambda o: o)
WHOLE = make("whole", (Argument("n", "list of integer"),), "list of integer", lambda n: n)
FEE = make("fee", (Argument("m", "money"),), "money",
    lambda m: Money(m.amount / 100, m.currency))
"""
NAMES = {
    "level": "LEVEL", "answer_to_all": "ANSWER", "fails_alone": "NOTHING", "spoil": "SPOIL",
    "say": "SAY", "leave": "LEAVE", "in_calendar": "IN_CALENDAR", "echo": "ECHO",
    "whole": "WHOLE", "fee": "FEE",
}  # fmt: skip
DATA = {
    "qty": 25, "none": None, "tags": ["a", "b"], "name": "x", "price": {"$money": "CNY 250"},
    "calendar": "moon", "o": {"a": [1, {"b": "c"}]}, "numbers": [1, {"$decimal": "1.5"}],
}  # fmt: skip
AROUND = SimpleNamespace(now=None)


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strange")
    (folder / "extra_functions.py").write_text(MODULE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        points = [offer(name, f"extra_functions:{made}") for name, made in NAMES.items()]
        found, said = loaded(*points)
    assert said == []
    return found.functions


def values():
    return read_data(json.dumps(DATA).encode())


def outcome(made, text, scope):
    try:
        return made(text, scope).evaluate(values(), AROUND)
    except EvaluationFault as stopped:
        return (stopped.fault.code, stopped.fault.start, stopped.fault.end, stopped.fault.facts)


def scope_of(added):
    return replace(scope_for_data(values(), "Asia/Shanghai"), added=added)


def both(text, added):
    """Give what the two evaluators say, which is one thing."""
    generated, reference = (
        outcome(made, text, scope_of(added)) for made in (compile_expression, Reference)
    )
    assert generated == reference
    assert type(generated) is type(reference)
    return generated


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("level(qty)", 2),
        ("level(qty, 5)", 5),
        ("level(step=5, amount=qty) + 1", 6),
        ("level(none)", None),
        ("level(qty, none)", None),
        ("answer_to_all()", 42),
        ("answer_to_all() > 41", True),
        ("spoil(tags)", 3),
        ("spoil(tags) + count(tags)", 5),
        ("in_calendar(calendar)", True),
        ('in_calendar("sun") or in_calendar("moon")', True),
        ("echo(o).a[1].b", "c"),
        ("fee(price)", Money(Decimal("2.5"), "CNY")),
        ("fee(price) < CNY 3", True),
        ("count(whole([1, 2]))", 2),
    ],
)
def test_both_evaluators_give_the_same_value(text, value, added):
    assert both(text, added) == value


OF_EXTRA = {"distribution": "orderloom-extra 1.2"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1 + fails_alone()", ("OL911", 4, 17, {"error": "ZeroDivisionError"})),
        ("say(name)", ("OL911", 0, 9, {"error": "ValueError"})),
        ("leave(name)", ("OL911", 0, 11, {"error": "SystemExit"})),
        ("whole(numbers)", ("OL390", 0, 14, {"expected": "list of integer", "found": "Decimal"})),
    ],
)
def test_a_fault_is_located_and_tells_no_words(text, fault, added):
    code, start, end, facts = both(text, added)
    own = {"plugin": text.removeprefix("1 + ").split("(")[0], **OF_EXTRA}
    assert (code, start, end) == fault[:3]
    assert facts == fault[3] | (own if code == "OL911" else {})


def test_a_missing_argument_hides_no_fault_beside_it(added):
    assert both("level(none) + fails_alone()", added)[0] == "OL911"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("level(name)", "OL362"),
        ("level()", "OL358"),
        ("level(1, 2, 3)", "OL359"),
        ("level(1, stap=2)", "OL360"),
        ("answer_to_all(1)", "OL359"),
        ("answer_to_all() and true", "OL372"),
        ("levl(1)", "OL354"),
        ("level + 1", "OL353"),
        ("spoil([1])", "OL362"),
        ("[level for level in tags]", "OL380"),
    ],
)
def test_calls_are_checked_as_those_of_the_language(text, code, added):
    with pytest.raises(ExpressionInvalid) as invalid:
        compile_expression(text, scope_of(added))
    fault = invalid.value.faults[0]
    assert fault.code == code
    if code == "OL354":
        assert fault.facts["nearest"] == "level"


def test_templates_call_them_and_say_how_a_filter_is_written(added):
    text = "{{ level(qty) }} of {{ answer_to_all() }}"
    template = compile_template(text, scope_of(added), medium="sms")
    assert template.render(values(), AROUND) == ("2 of 42", ())
    with pytest.raises(ExpressionInvalid) as invalid:
        compile_template("{{ qty | level }}", scope_of(added), medium="sms")
    assert invalid.value.faults[0].facts["mend"] == "level(…)"


WRONG = {
    "text": "1", "integer": "Decimal(1)", "decimal": "0.5", "boolean": "1",
    "money": "(Decimal(1), 'CNY')", "time": "datetime(2026, 1, 1)", "date": "'2026-01-01'",
    "duration": "60", "object": "[]", "list of text": "('a', 1)",
}  # fmt: skip
BEYOND = {
    "text": "'a' * 20_001", "integer": "10 ** 28", "decimal": "Decimal('NaN')",
    "money": "Money(Decimal(1), 'XXX')", "list of integer": "[1] * 1_001",
    "object": "{1: 2}",
}  # fmt: skip


@pytest.mark.parametrize(("gives", "made"), [*WRONG.items(), *BEYOND.items()])
def test_a_value_of_another_type_than_it_promises_is_a_fault(gives, made, tmp_path, monkeypatch):
    module = f"giving_{abs(hash((gives, made)))}"
    text = MODULE + f"\nODD = make('odd', (), {gives!r}, lambda: {made})\n"
    (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found, _ = loaded(offer("odd", f"{module}:ODD"))
    code, start, end, facts = both("odd()", found.functions)
    assert (code, start, end, facts["expected"]) == ("OL912", 0, 5, gives)


STRANGE = """
from orderloom.ports.functions import Argument, ExpressionFunction
PARTS = dict(name="x", takes=(), gives="text", en="a", zh="b", run=print)
"""


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("api=2", "api: 2"),
        ("name='y'", "name: y"),
        ("gives='str'", "gives: str"),
        ("gives='list of lists'", "gives: list of lists"),
        ("gives=None", "gives: None"),
        ("run=None", "run"),
        ("en=''", "en"),
        ("zh=None", "zh"),
        ("takes=['t']", "takes"),
        ("takes=(Argument('a', 'str'),)", "takes: a"),
        ("takes=(Argument('A b', 'text'),)", "takes: A b"),
        ("takes=(Argument('a', 'text'), Argument('a', 'text'))", "takes: a"),
        ("takes=(Argument('a', 'text', True), Argument('b', 'text'))", "takes: b"),
    ],
)
def test_what_cannot_be_is_told_by_its_part(line, part, tmp_path, monkeypatch):
    module = f"function_{abs(hash(line))}"
    text = STRANGE + f"FUNCTION = ExpressionFunction(**(PARTS | dict({line})))\n"
    (tmp_path / f"{module}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    found, said = loaded(offer("x", f"{module}:FUNCTION"))
    assert found.functions == {}
    assert said == [
        f"'x' of orderloom-extra 1.2 (orderloom.functions) declares something impossible: {part}"
    ]


def test_a_broken_one_harms_no_other_and_is_named_where_it_is_called(added, tmp_path, monkeypatch):
    (tmp_path / "leaving_function.py").write_text("import sys; sys.exit(3)\n")
    monkeypatch.syspath_prepend(tmp_path)
    found, said = loaded(
        offer("gone", "no_such:FUNCTION"), offer("leaving", "leaving_function:FUNCTION")
    )
    assert said == [
        (
            "'gone' of orderloom-extra 1.2 (orderloom.functions) cannot be loaded: "
            "ModuleNotFoundError: No module named 'no_such'"
        ),
        "'leaving' of orderloom-extra 1.2 (orderloom.functions) cannot be loaded: SystemExit: 3",
    ]
    scope = replace(scope_of(added), unusable=found.broken_functions)
    assert compile_expression("level(qty)", scope).evaluate(values(), AROUND) == 2
    with pytest.raises(ExpressionInvalid) as invalid:
        compile_expression("gone(qty)", scope)
    assert [(each.code, each.start) for each in invalid.value.faults] == [("OL908", 0)]


@pytest.mark.parametrize("name", ["count", "stock", "and", "lambda", "now", "raw"])
def test_a_name_of_the_language_is_refused(name, tmp_path, monkeypatch):
    assert is_of_the_language(name)
    module = f"taking_{name}"
    text = STRANGE + f"FUNCTION = ExpressionFunction(**(PARTS | dict(name={name!r})))\n"
    (tmp_path / f"{module}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    found, said = loaded(offer(name, f"{module}:FUNCTION"))
    assert found.functions == {}
    assert said == [
        f"'{name}' (orderloom.functions) is offered by orderloom-extra 1.2 and by orderloom"
    ]


def test_one_that_two_packages_offer_is_used_from_neither():
    found, said = loaded(
        offer("level", "extra_functions:LEVEL"),
        offer("level", "extra_functions:LEVEL", package="zz-other"),
        offer("level", "extra_functions:LEVEL", package="zz-other"),
    )
    assert found.functions == {}
    assert said == [f"'level' ({FUNCTIONS}) is offered by orderloom-extra 1.2 and by zz-other 1.2"]
