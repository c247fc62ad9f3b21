"""Branches and loops in message texts."""

import re
from pathlib import Path

import pytest
from tests.expression.order import AROUND, order, scope
from tests.labour import calls_made

from orderloom.codes.templates import CODES
from orderloom.expression import template as door
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.template import compile_template

MOST_CALLS = 250_000
FILLED = [
    ("{% if vip %}b{% endif %}", "b"),
    ("{% if qty > 5 %}many{% elif qty > 1 %}some{% else %}one{% endif %}", "some"),
    ("{% if unknown %}a{% else %}b{% endif %}", "b"),
    ("{% if not unknown %}a{% endif %}", ""),
    ("{% for l in lines %}{{ l.sku }};{% endfor %}", "A;B;C;"),
    ("{% for l in lines %}{{ loop.index }}.{{ l.sku }} {% endfor %}", "1.A 2.B 3.C "),
    ("{% for t in tags %}{{ t }}{% if not loop.last %}, {% endif %}{% endfor %}", "vip, gift"),
    ("{% for t in tags %}{% if loop.first %}{{ t }}{% endif %}{% endfor %}", "vip"),
    ("{% for t in [] %}x{% endfor %}", ""),
    ("{% for a in [1, 2] %}{% for b in [3, 4] %}{{ a * b }} {% endfor %}{% endfor %}", "3 4 6 8 "),
    ("{% for a in [1, 2] %}{% for b in [3] %}{% endfor %}{{ loop.index }}{% endfor %}", "12"),
    ("{% for l in lines %}1{% endfor %}{% for l in tags %}{{ l }}{% endfor %}", "111vipgift"),
    ("{% for x in payload.list %}{{ x }}{% endfor %}", "123"),
    ("a\n{%- if vip -%}\n b \n{%- endif %} c", "ab c"),
    ("a {#- note -#} b {%- raw %} {{ {% endraw -%} c", "ab {{ c"),
    ('{% if address == "%}" %}x{% else %}y{% endif %}', "y"),
]
REFUSED = [
    ("{% set x = 1 %}", [("OL270", 0, 15)]),
    ("{% set order = {} %}{{ order }}", [("OL270", 0, 20), ("OL350", 23, 28)]),
    ("{% include 'x' %}", [("OL271", 0, 17)]),
    ("{% from 'x' import y %}", [("OL271", 0, 23)]),
    ("{% block a %}{% endblock %}", [("OL271", 0, 13), ("OL271", 13, 27)]),
    ("{% trans %}x{% endtrans %}", [("OL272", 0, 11), ("OL272", 12, 26)]),
    ("{% autoescape false %}", [("OL396", 0, 22)]),
    ("{% %}", [("OL396", 0, 5)]),
    ("{% endif %}", [("OL273", 0, 11)]),
    ("{% if vip %}{% endfor %}", [("OL273", 12, 24)]),
    ("{% if vip %}{% else %}{% elif vip %}{% endif %}", [("OL273", 22, 36)]),
    ("{% if vip %}{% else %}{% else %}{% endif %}", [("OL273", 22, 32)]),
    ("a {% if vip %}b", [("OL398", 2, 14)]),
    ("{% if vip %}{% for t in tags %}b{% endif %}", [("OL273", 32, 43)]),
    ("{% if %}{% endif %}", [("OL300", 5, 5)]),
    ("{% if qty %}{% endif %}", [("OL378", 6, 9)]),
    ("{% if qty > %}{{ amonut }}{% endif %}", [("OL335", 10, 11), ("OL350", 17, 23)]),
    ("{% if vip %}{% else if qty > 3 %}{% endif %}", [("OL278", 20, 30)]),
    ("{% if vip %}{% endif vip %}", [("OL278", 21, 24)]),
    ("{% for %}{% endfor %}", [("OL276", 3, 6)]),
    ("{% for a, b in lines %}{% endfor %}", [("OL276", 3, 20)]),
    ("{% for 1a in lines %}{% endfor %}", [("OL276", 7, 9)]),
    ("{% for qty in lines %}{% endfor %}", [("OL380", 7, 10)]),
    ("{% for loop in lines %}{% endfor %}", [("OL380", 7, 11)]),
    ("{% for not in lines %}{% endfor %}", [("OL380", 7, 10)]),
    ("{% for _x in lines %}{% endfor %}", [("OL351", 7, 9)]),
    ("{% for pаy in lines %}{% endfor %}", [("OL306", 7, 10)]),
    ("{% for l in lines recursive %}{% endfor %}", [("OL277", 18, 27)]),
    ("{% for l in lines if l.sku %}{% endfor %}", [("OL277", 18, 20)]),
    ("{% for t in tags if vip else [] if 1 %}{% endfor %}", [("OL277", 32, 34)]),
    ("{% for l in lines %}a{% else %}b{% endfor %}", [("OL277", 21, 31)]),
    ("{% for l in qty %}{{ l }}{% endfor %}", [("OL379", 12, 15)]),
    ("{% for l in lines %}{{ l }}{% endfor %}", [("OL399", 23, 24)]),
    ("{% for l in lines %}{{ l.skv }}{% endfor %}{{ l }}", [("OL351", 25, 28), ("OL350", 46, 47)]),
    ("{% for l in lines %}{% for l in tags %}{% endfor %}{% endfor %}", [("OL380", 27, 28)]),
    ("{{ loop.index }}", [("OL350", 3, 7)]),
    ("{% for a in tags %}{% for b in tags %}{% for c in tags %}", [("OL279", 38, 57)]),
    ("{% if vip %}" * 11, [("OL279", 120, 132)]),
    ("{% for i in range(99999) %}{% endfor %}", [("OL354", 12, 17)]),
]  # fmt: skip


def filled(text, **values):
    template = compile_template(text, scope(), medium="email")
    return template.render(order() | values, AROUND)


@pytest.mark.parametrize(("text", "written"), FILLED, ids=[text for text, _ in FILLED])
def test_blocks_are_filled(text, written):
    payload = {"list": [1, 2, 3]}

    assert filled(text, payload=payload) == (written, ())


@pytest.mark.parametrize(("text", "faults"), REFUSED, ids=[text for text, _ in REFUSED])
def test_a_wrong_block_is_refused_with_offsets_into_the_whole_text(text, faults):
    with pytest.raises(ExpressionInvalid) as caught:
        compile_template(text, scope(), medium="email")

    assert [(f.code, f.start, f.end) for f in caught.value.faults] == faults


def test_a_missing_list_has_no_rounds_and_is_named():
    assert filled("a{% for t in no_list %}{{ t }}{% endfor %}") == ("a", ("no_list",))


def test_a_missing_item_is_marked():
    text = "{% for x in payload.list %}{{ x }}{% endfor %}"

    assert filled(text, payload={"list": [1, None]}) == ("1—", ("x",))


def test_a_field_called_loop_stays_a_field():
    names = scope()
    own = type(names)(names={**names.names, "loop": names.names["qty"]}, zone=names.zone)
    template = compile_template("{% for t in tags %}{{ loop }}{% endfor %}", own, medium="email")

    assert template.render(order(), AROUND) == ("22", ())


def test_reads_of_loops_are_those_of_the_record():
    text = "{% for l in lines %}{{ l.sku }} {{ loop.index }} {{ now }}{% endfor %}"
    template = compile_template(text, scope(), medium="email")

    assert [read.path for read in template.reads] == ["lines", "now"]
    assert template.volatile


def test_the_values_of_a_record_stay_as_they_are():
    values = order()
    text = "{% for l in lines %}{{ l.sku }}{% endfor %}"
    compile_template(text, scope(), medium="email").render(values, AROUND)

    assert values == order()


@pytest.mark.parametrize(
    ("text", "payload", "code", "start"),
    [
        ("{% for x in payload %}{% endfor %}", 3, "OL390", 12),
        ("{% for x in payload %}{% endfor %}", [1] * 1_001, "OL392", 12),
        ("{% for x in payload %}{{ x }}{% endfor %}", [{"a": 1}], "OL399", 25),
        ("{% for x in payload %}" + "x" * 30 + "{% endfor %}", [1] * 1_000, "OL393", 0),
        ("{% for x in payload %}{% for y in payload %}{% endfor %}{% endfor %}", [1] * 1_000,
         "OL280", 34),
        ("{% for x in payload %}" + "{% if x > 1 %}{% endif %}" * 700 + "{% endfor %}",
         [1] * 1_000, "OL280", 9278),
    ],
)  # fmt: skip
def test_what_goes_too_far_while_filling_is_refused_after_bounded_work(text, payload, code, start):
    template = compile_template(text, scope(), medium="email")
    values = order() | {"payload": payload}
    with pytest.raises(EvaluationFault):
        template.render(values, AROUND)  # the code of its expressions is written once

    with pytest.raises(EvaluationFault) as caught:
        calls_made(MOST_CALLS, template.render, values, AROUND)

    assert (caught.value.fault.code, caught.value.fault.start) == (code, start)


@pytest.mark.parametrize(
    "text",
    [
        "{% if vip %}" * 1_600,
        "{% for x in tags %}" * 1_000,
        "{% raw %}" * 2_000,
        "{{ " + '"\\' * 9_000 + "}}",
        "{% if " + "'\\" * 9_000 + "%}",
        "{#" * 9_000,
        "{{'" * 6_000,
        "{% set x = " + "(" * 9_000 + "%}",
    ],
)
def test_hostile_blocks_end_after_bounded_work(text):
    names = scope()
    compile_template("{{ qty }}", names, medium="email")  # what is prepared once is no work

    with pytest.raises(ExpressionInvalid):
        calls_made(MOST_CALLS, lambda: compile_template(text, names, medium="email"))


def test_every_code_of_texts_is_emitted_and_expected_by_a_test():
    pattern = re.compile(r"OL2[78]\d")
    folder = Path(door.__file__).parent / "templates"
    emitted = {code for path in folder.glob("*.py") for code in pattern.findall(path.read_text())}
    tests = Path(__file__).parent.glob("test_template*.py")
    expected = {code for path in tests for code in pattern.findall(path.read_text("utf-8"))}

    assert emitted == {code.id for code in CODES}
    assert emitted <= expected
