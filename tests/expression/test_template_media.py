"""What a value may bring into a text, medium by medium."""

import pytest
from tests.expression.order import AROUND, scope

from orderloom.expression.template import compile_template

LONG = "太" * 4_000


@pytest.mark.parametrize(
    ("medium", "value", "written"),
    [
        ("email", "<b> @all [x](y)", "to <b> @all [x](y)"),
        ("email", "a\r\nb\rc\u2028d", "to a\nb\nc\nd"),
        ("email", "a\x00\x1bb\u202ec\ud800\U000e0041", "to abc"),
        ("email", "👨\u200d👩 क्\u200dष", "to 👨\u200d👩 क्\u200dष"),
        ("sms", "a\r\nb", "to a b"),
        ("sms", LONG, "to " + "太" * 496 + "…"),
        ("sms", "a" * 30_000, "to " + "a" * 496 + "…"),
        ("sms", "a" * 497, "to " + "a" * 497),
        ("chat", "<@all> @all a@b.cn", "to ＜＠all＞ ＠all a＠b.cn"),
        ("chat", '<at user_id="all">', 'to ＜at user_id="all"＞'),
        ("chat", "[点我](http://evil.example)\n# x", "to ［点我］(http://evil.example) # x"),
        ("portal", "<script>\"'&", "to &lt;script&gt;&#34;&#39;&amp;"),
        ("subject", "a\r\nBcc: b@c.d\n", "to a Bcc: b@c.d"),
        ("email", "{{ qty }} {% if %}", "to {{ qty }} {% if %}"),
    ],
)
def test_a_value_is_only_text(medium, value, written):
    template = compile_template("to {{ address }}", scope(), medium=medium)

    assert template.render({"address": value}, AROUND) == (written, ())


@pytest.mark.parametrize("medium", ["sms", "email", "chat", "portal"])
def test_what_the_author_wrote_stands_as_written(medium):
    text = "<b>Dear @all</b>\n[x](y) & more\r\n"

    assert compile_template(text, scope(), medium=medium).render({}, AROUND) == (text, ())


def test_a_subject_is_one_line_whoever_breaks_it():
    template = compile_template(" a\r\nb\n{{ qty }} ", scope(), medium="subject")

    assert template.render({"qty": 1}, AROUND) == ("a b 1", ())


def test_items_of_a_list_are_cleaned_too():
    template = compile_template("{{ tags }}", scope(), medium="portal")

    assert template.render({"tags": ["<a>", "b"]}, AROUND) == ("&lt;a&gt;, b", ())
