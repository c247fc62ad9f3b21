"""Message texts with expressions in them."""

import pytest
from tests.expression.order import AROUND, order, scope

from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.template import compile_template

REFUSED = [
    ("{{ }}", [("OL300", 3, 3)]),
    ("a {{ qty", [("OL398", 2, 4)]),
    ("a {# note", [("OL398", 2, 4)]),
    ("{{ customer }}", [("OL399", 3, 11)]),
    ("{{ lines }}", [("OL399", 3, 8)]),
    ("{{ qty ≥ 3 }} and {{ amonut }}", [("OL312", 7, 8), ("OL350", 21, 27)]),
    ("{{ qty | upper }}", [("OL274", 7, 14)]),
    ("{{ lines|nosuch }}", [("OL274", 8, 15)]),
    ("{{ amount|round(2, 'floor'}}", [("OL274", 9, 15)]),
    ("{{ phone is not defined }} {{ qty is even }}", [("OL275", 9, 23), ("OL275", 34, 41)]),
    ("{{ ''.__class__ }}", [("OL341", 3, 5), ("OL351", 6, 15)]),
    ("{{ self.__init__.__globals__ }}", [("OL350", 3, 7), ("OL351", 8, 16), ("OL351", 17, 28)]),
    ("{% unclosed", [("OL398", 0, 2)]),
    ("a {% raw %} {{ qty }}", [("OL398", 2, 11)]),
    ("a {{ customer's }}", [("OL326", 13, 14)]),
]


def rendered(text, language="en", values=None, medium="email"):
    return compile_template(text, scope(), medium=medium).render(
        values or order(), AROUND, language
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("plain", "plain"),
        ("100% {{ qty }}", "100% 2"),
        ("{{ amount }}|{{ price }}|{{ cost / 3 }}", "199.90|CNY 60.00|CNY 16.67"),
        ("{{ now }} {{ due }} {{ wait }}", "2026-01-07 10:00 2026-01-09 30m"),
        ("{{ vip }} {{ tags }}", "true vip, gift"),
        ("{{ \"}}\" }}{{ '{{' }}", "}}{{"),
        ("a{# {{ nothing }} #}b", "ab"),
        ("{% raw %}{{ qty }}{% endraw %}", "{{ qty }}"),
        ("a \n{{- qty -}}\n b", "a2b"),
        ("a\r\n{{ qty }}\n", "a\r\n2\n"),
        ("{{qty}}{{qty}}", "22"),
        ('{{ text(now, "MM/dd") }}', "01/07"),
        ('{{ "大" if qty > 1 else "小" }}', "大"),
        ("${qty} { qty } }}", "${qty} { qty } }}"),
        ("{{ address }} <b>", "杭州市西湖区菜鸟驿站代收 <b>"),
    ],
)
def test_a_template_is_filled(text, written):
    assert rendered(text) == (written, ())


def test_truth_and_lists_are_written_in_the_language():
    assert rendered("{{ vip }} {{ tags }}", "zh") == ("是 vip、gift", ())


def test_what_is_missing_is_marked_and_named_once():
    text = "{{ no_text }} {{ no_number + 1 }} {{ no_text }} {{ qty }}"

    assert rendered(text) == ("— — — 2", ("no_text", "no_number + 1"))


@pytest.mark.parametrize(("text", "faults"), REFUSED, ids=[text for text, _ in REFUSED])
def test_a_wrong_template_is_refused_with_offsets_into_the_whole_text(text, faults):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_template(text, scope(), medium="email")

    assert [(f.code, f.start, f.end) for f in caught.value.faults] == faults


def test_values_are_never_read_as_templates():
    assert rendered("{{ address }}", values={"address": "{{ qty }}"}) == ("{{ qty }}", ())


def test_reads_of_all_slots_are_listed_once():
    template = compile_template(
        "{{ qty }} {{ customer.tier }} {{ qty + 1 }} {{ now }}", scope(), medium="email"
    )

    assert [read.path for read in template.reads] == ["qty", "customer.tier", "now"]
    assert template.volatile


def test_an_object_of_unknown_type_is_not_printed():
    with pytest.raises(EvaluationFault) as caught:
        rendered("to {{ payload }}")

    fault = caught.value.fault
    assert (fault.code, fault.start, fault.end) == ("OL399", 6, 13)


def test_a_fault_while_running_counts_in_the_whole_text():
    with pytest.raises(EvaluationFault) as caught:
        rendered("to {{ payload.text > 3 }}")

    fault = caught.value.fault
    assert (fault.code, fault.start, fault.end) == ("OL390", 6, 18)


def test_output_is_bounded():
    with pytest.raises(EvaluationFault) as caught:
        rendered("{{ address }}{{ address }}", values={"address": "x" * 15_000})

    assert caught.value.fault.code == "OL393"


def test_a_template_that_is_too_long_is_refused():
    with pytest.raises(ExpressionInvalid) as caught:
        compile_template("x" * 20_001, scope(), medium="email")

    assert [fault.code for fault in caught.value.faults] == ["OL301"]


@pytest.mark.parametrize("text", ["{{" * 9_000, '{{ "' * 4_000, "{%" * 9_000, "{#" * 9_000])
def test_hostile_blocks_end_in_time(text):
    with pytest.raises(ExpressionInvalid):
        compile_template(text, scope(), medium="email")
