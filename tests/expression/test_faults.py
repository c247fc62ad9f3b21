"""What people type wrongly: each fault with its code and place, all of them at once."""

import json
from pathlib import Path

import pytest
from tests.expression.order import scope

from orderloom.codes.expression import CODES
from orderloom.codes.model import table
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import ExpressionInvalid
from orderloom.expression.types import BOOLEAN

FAULTS = [
    json.loads(line)
    for line in Path(__file__).with_name("faults.jsonl").read_text("utf-8").splitlines()
]
CATALOGUE = table(CODES)


def faults_of(text, expected=BOOLEAN):
    try:
        compile_expression(text, scope(), expected=expected)
    except ExpressionInvalid as invalid:
        return invalid.faults
    return ()


@pytest.mark.parametrize("case", FAULTS, ids=[ascii(case["text"][:40]) for case in FAULTS])
def test_a_typing_error_is_named_and_located(case):
    found = faults_of(case["text"])

    assert [[fault.code, fault.start, fault.end] for fault in found] == case["faults"]


@pytest.mark.parametrize("case", FAULTS, ids=[ascii(case["text"][:40]) for case in FAULTS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fault_has_a_message_and_a_hint_in_both_languages(case, language):
    for fault in faults_of(case["text"]):
        code = CATALOGUE[fault.code]

        assert code.message.fill(fault.facts, language)
        assert code.hint(fault.facts, language)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("amount => 5", "write '>='"),
        ("wait > 30min", "write '30m'"),
        ("wait > 1.5h", "write '90m'"),
        ("wait > 2weeks", "write '14d'"),
        ("wait > 1h30m", "write '90m'"),
        ("amount > 1,000", "write '1000'"),
        ("1_000 > qty", "write '1000'"),
        (".5 > qty", "write '0.5'"),
        ("qty > １２", "write '12'"),
        ("cost > 50", "write CNY 50"),
        ("cost > 50元", "write 'CNY 50'"),
        ("cost > CNX 50", "did you mean 'CNY'?"),
        ("amonut > 3", "did you mean 'amount'?"),
        ('status == "payd"', "did you mean 'paid'?"),
        ("status == shiped", 'text goes into quotes: "shiped"'),
        ("lenght(address) > 3", "did you mean 'length'?"),
        ("len(address) > 3", "did you mean 'length'?"),
        ("address.upper()", "write normal(value)"),
        ("now() > paid_at", "'now' is a value: write it without brackets"),
        ("customer.teir", "did you mean 'tier'?"),
        ('customer["tier"]', "write a point: .tier"),
        ('"A" in address', "write contains(text, part)"),
        ("due - due", "write days_between(a, b)"),
        ("ſum([1])", "write 'sum'"),
        ('clock(now, zone="Asia/Shangai")', "did you mean 'Asia/Shanghai'?"),
    ],
)
def test_the_hint_mends_it(text, hint):
    fault = faults_of(text, None)[0]

    assert CATALOGUE[fault.code].hint(fault.facts, "en") == hint


def test_every_wording_needs_the_same_facts_in_both_languages():
    for code in CODES:
        for wording in (code.message, *code.hints):
            facts = dict.fromkeys(wording.needs(), "x")
            assert wording.fill(facts, "zh"), code.id


def test_messages_are_lower_case_without_full_stop():
    for code in CODES:
        assert not code.message.en.endswith("."), code.id
        assert not code.message.en[0].isupper(), code.id
