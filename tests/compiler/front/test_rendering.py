"""A diagnostic is shown with its line, the mark under the right characters, and a hint."""

from orderloom.codes.catalogue import all_codes
from orderloom.codes.render import to_json, to_text
from orderloom.diagnostics import Diagnostic, Place


def unknown_key(place, **more):
    facts = {"key": "wen", "where": "do[0]", "nearest": "when"}
    return Diagnostic(code="OL103", place=place, facts=facts, **more)


def lines(place, source):
    return to_text(unknown_key(place), source, "en").splitlines()[1:-1]


def test_the_line_and_its_mark_stand_below_the_message():
    text = to_text(unknown_key(Place("a.yaml", 2, 3, 6)), "on: x\n- wen: true\n", "en")
    assert text == (
        "a.yaml:2:3: error[OL103]: unknown key 'wen' in 'do[0]'\n"
        "    2 | - wen: true\n"
        "      |   ^^^\n"
        "  hint: did you mean 'when'?"
    )


def test_the_same_in_chinese():
    warning = unknown_key(Place("a.yaml", 1, 1, 4), severity="warning")
    assert to_text(warning, "wen: true\n", "zh") == (
        "a.yaml:1:1: 警告[OL103]: “do[0]”中有未知的键“wen”\n"
        "    1 | wen: true\n"
        "      | ^^^\n"
        "  提示：是否想写“when”？"
    )


def test_without_the_source_there_is_no_excerpt():
    assert lines(Place("a.yaml", 1, 1), None) == []
    assert lines(Place("a.yaml", 9, 1), "one line") == []


def test_an_unknown_column_marks_nothing():
    assert lines(Place("a.yaml", 1), "wen: true") == ["    1 | wen: true"]


def test_an_unknown_end_marks_one_character():
    assert lines(Place("a.yaml", 1, 3), "- wen: true") == ["    1 | - wen: true", "      |   ^"]


def test_a_mark_behind_the_line_is_kept():
    assert lines(Place("a.yaml", 1, 5), "wen:") == ["    1 | wen:", "      |     ^"]


def test_wide_and_joined_characters_are_counted_as_terminals_show_them():
    assert lines(Place("a.yaml", 1, 8, 11), "{订单e\u0301, wen: 1}") == [
        "    1 | {订单e\u0301, wen: 1}",
        "      |         ^^^",
    ]
    assert lines(Place("a.yaml", 1, 2, 4), "{订单: 1}") == ["    1 | {订单: 1}", "      |  ^^^^"]


def test_control_characters_are_made_visible():
    assert lines(Place("a.yaml", 1, 5, 8), "\t\x07\u200b\u202ewen") == [
        "    1 | ␉␇<200B><202E>wen",
        "      |               ^^^",
    ]


def test_a_long_line_is_cut_around_the_mark():
    source = "a" * 500 + "wen" + "b" * 500
    first, second = lines(Place("a.yaml", 1, 501, 504), source)
    assert first == "    1 | …" + "a" * 60 + "wen" + "b" * 55 + "…"
    assert second == "      | " + " " * 61 + "^^^"


def test_a_second_place_is_named_in_the_hint_or_below():
    first = Place("a.yaml", 4, 1, 3)
    twice = Diagnostic(
        code="OL010", place=Place("a.yaml", 9, 1, 3), facts={"key": "id"}, related=first
    )
    assert to_text(twice, None, "en").splitlines()[-1] == (
        "  hint: it is given at 4:1 already: keep one"
    )
    other = unknown_key(Place("a.yaml", 9, 1, 3), related=Place("b.yaml", 4, 1))
    assert to_text(other, None, "en").splitlines()[-1] == "  see also: b.yaml:4:1"


def test_json_has_every_part():
    diagnostic = unknown_key(Place("a.yaml", 2, 3, 6), related=Place("b.yaml", 4))
    assert to_json(diagnostic, "en") == {
        "file": "a.yaml",
        "line": 2,
        "column": 3,
        "end_column": 6,
        "code": "OL103",
        "severity": "error",
        "message": "unknown key 'wen' in 'do[0]'",
        "hint": "did you mean 'when'?",
        "related": {"file": "b.yaml", "line": 4, "column": None},
    }


def test_every_wording_needs_the_same_facts_in_both_languages():
    different = []
    for code in all_codes().values():
        for wording in (code.message, *code.hints):
            facts = dict.fromkeys(wording.needs(), "fact")
            english, chinese = wording.fill(facts, "en"), wording.fill(facts, "zh")
            if english.count("fact") < len(facts) or chinese.count("fact") < len(facts):
                different.append(code.id)
    assert different == []
