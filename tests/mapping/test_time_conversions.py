"""Conversions of times, days, durations, words and composed values."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.mapping.building import PLACE, field, item

from orderloom.codes.catalogue import lookup
from orderloom.definition.mapping import Item
from orderloom.errors import DefinitionInvalid
from orderloom.mapping.convert.kinds import converter
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.unfit import Unfit

SHANGHAI = WallClock(ZoneInfo("Asia/Shanghai"))
NEW_YORK = WallClock(ZoneInfo("America/New_York"))


def convert(kind, raw, *, zone=SHANGHAI, **more):
    return converter(item("x", kind, **more), zone)(raw)


def refusal(kind, raw, *, zone=SHANGHAI, **more):
    """The code, and what a person reads."""
    with pytest.raises(Unfit) as caught:
        convert(kind, raw, zone=zone, **more)
    facts = {"field": "value", "value": str(raw), **caught.value.facts}
    return lookup(caught.value.code).message.fill(facts, "en")


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2026-01-05T20:00:00+08:00", "2026-01-05T12:00:00+00:00"),
        ("2026-01-05T12:00:00Z", "2026-01-05T12:00:00+00:00"),
        ("2026-01-05 20:00:00 +0800", "2026-01-05T12:00:00+00:00"),
        ("2026-01-05T20:00+08", "2026-01-05T12:00:00+00:00"),
        ("2026-01-05 20:00:00", "2026-01-05T12:00:00+00:00"),
        ("2026-01-05T20:00", "2026-01-05T12:00:00+00:00"),
        ("2026/01/05 20:00", "2026-01-05T12:00:00+00:00"),
        ("2026/1/5 8:05", "2026-01-05T00:05:00+00:00"),
        (" 2026-01-05 20:00:00.5 ", "2026-01-05T12:00:00.500000+00:00"),
        ("2026-01-05T20:00:00.123456789+08:00", "2026-01-05T12:00:00.123456+00:00"),
        ("9999-12-31 23:59:59", "9999-12-31T15:59:59+00:00"),
    ],
)
def test_time_is_read_as_iso_or_with_slashes_and_given_in_utc(raw, instant):
    converted = convert("time", raw)
    assert (converted.isoformat(), converted.tzinfo) == (instant, UTC)


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2026-03-08 01:59:59", "2026-03-08T06:59:59+00:00"),
        ("2026-03-08 03:00:00", "2026-03-08T07:00:00+00:00"),
        ("2026-11-01 00:59:59", "2026-11-01T04:59:59+00:00"),
        ("2026-11-01 02:00:00", "2026-11-01T07:00:00+00:00"),
        ("2026-11-01 01:30:00-05:00", "2026-11-01T06:30:00+00:00"),
    ],
)
def test_times_beside_a_change_of_clocks_are_what_they_seem(raw, instant):
    assert convert("time", raw, zone=NEW_YORK).isoformat() == instant


@pytest.mark.parametrize(
    ("doubled", "instant"),
    [("first", "2026-11-01T05:30:00+00:00"), ("second", "2026-11-01T06:30:00+00:00")],
)
def test_a_doubled_time_is_the_one_that_the_mapping_says(doubled, instant):
    clock = WallClock(NEW_YORK.zone, doubled)
    assert convert("time", "2026-11-01 01:30:00", zone=clock).isoformat() == instant


def test_a_doubled_time_is_refused_when_the_mapping_does_not_say_which():
    assert refusal("time", "2026-11-01 01:30:00", zone=NEW_YORK) == (
        "'2026-11-01 01:30:00' for 'value' comes twice in America/New_York, "
        "where clocks are set back"
    )


@pytest.mark.parametrize("doubled", ["refuse", "first", "second"])
def test_a_skipped_time_is_refused_whatever_the_mapping_says(doubled):
    clock = WallClock(NEW_YORK.zone, doubled)
    assert refusal("time", "2026-03-08 02:30:00", zone=clock) == (
        "'2026-03-08 02:30:00' for 'value' does not exist in America/New_York, "
        "where clocks are set forward over it"
    )


def test_the_zone_of_an_item_stands_before_that_of_its_mapping():
    converted = convert("time", "2026-01-05 20:00", zone=NEW_YORK, format=None)
    own = converter(item("x", "time", zone="Asia/Shanghai"), NEW_YORK)("2026-01-05 20:00")
    assert own == converted - timedelta(hours=13)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-02-30 10:00",
        "0000-00-00 00:00:00",
        "2026-01-05",
        "20260105T2000",
        "05/01/2026 10:00",
        "2026-01-05 24:00",
        "2026-01-05 23:59:60",
        "2026-01-05 20:00 CST",
        "2026年1月5日 20:00",
        "下午3点",
        "0001-01-01 00:00:00",
        "２026-01-05 20:00",
        1767614400,
        True,
        [],
    ],
)
def test_time_refuses_what_is_none(raw):
    assert refusal("time", raw) == (
        f"'{raw}' is not a time written as yyyy-MM-dd HH:mm:ss, as 'value' wants"
    )


@pytest.mark.parametrize(
    ("form", "raw", "instant"),
    [
        ("yyyy年MM月dd日 HH:mm", "2026年01月05日 20:00", "2026-01-05T12:00:00+00:00"),
        ("yyyyMMddHHmmss", "20260105200000", "2026-01-05T12:00:00+00:00"),
        ("dd.MM.yyyy HH:mm", "05.01.2026 20:00", "2026-01-05T12:00:00+00:00"),
        ("yyyy-MM-dd", "2026-01-05", "2026-01-04T16:00:00+00:00"),
        ("yyyy-MM-ddTHH:mm:ss.SSSZ", "2026-01-05T20:00:00.25-0500", "2026-01-06T01:00:00.250000+00:00"),  # noqa: E501
        ("epoch_s", 1767614400, "2026-01-05T12:00:00+00:00"),
        ("epoch_s", "1767614400.5", "2026-01-05T12:00:00.500000+00:00"),
        ("epoch_ms", 1767614400123, "2026-01-05T12:00:00.123000+00:00"),
    ],
)  # fmt: skip
def test_time_is_read_by_its_format(form, raw, instant):
    assert convert("time", raw, format=form).isoformat() == instant


@pytest.mark.parametrize(
    ("form", "raw", "year"),
    [
        ("epoch_ms", 1767614400, 1970),
        ("epoch_s", 1767614400000, 9999),
        ("epoch_s", 0, 1970),
        ("epoch_s", -(10**15), 1),
        ("epoch_s", Decimal("1E+300"), 9999),
    ],
)
def test_an_epoch_in_the_wrong_unit_is_refused(form, raw, year):
    assert refusal("time", raw, format=form) == (
        f"'{raw}' as {form} is the year {year}, which 'value' cannot mean"
    )


@pytest.mark.parametrize(
    ("form", "raw"),
    [("yyyyMMdd", "2026-01-05"), ("yyyy-MM-dd HH:mm", "2026-13-05 20:00"), ("epoch_s", "now")],
)
def test_time_refuses_what_is_written_otherwise_than_its_format(form, raw):
    assert refusal("time", raw, format=form) == (
        f"'{raw}' is not a time written as {form}, as 'value' wants"
    )


@pytest.mark.parametrize(
    ("form", "raw"),
    [(None, "2026-01-05"), (None, "2026/1/5"), ("yyyyMMdd", "20260105"), (None, date(2026, 1, 5))],
)
def test_date_is_a_day(form, raw):
    assert convert("date", raw, format=form) == date(2026, 1, 5)


@pytest.mark.parametrize("raw", ["2026-02-30", "2026-01-05 10:00", "5.1.2026", 20260105])
def test_date_refuses_everything_else(raw):
    assert refusal("date", raw) == (
        f"'{raw}' is not a date written as yyyy-MM-dd, as 'value' wants"
    )


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [("30m", 1800), ("7d", 604_800), (90, 90), ("90", 90), (Decimal("0.5"), 0.5), ("-5", -5)],
)
def test_duration_has_a_unit_or_counts_seconds(raw, seconds):
    assert convert("duration", raw) == timedelta(seconds=seconds)


@pytest.mark.parametrize("raw", ["1h30m", "soon", "1e300", True, []])
def test_duration_refuses_everything_else(raw):
    assert refusal("duration", raw) == (
        f"'{raw}' is not a duration such as 30m, nor a number of seconds, as 'value' wants"
    )


def test_choice_takes_its_words_only():
    assert convert("choice", " red ") == "red"
    assert refusal("choice", "rde") == "'rde' is none of the words of 'value'"


@pytest.mark.parametrize("kind", ["phone", "email"])
def test_a_bad_phone_or_email_is_kept_for_conditions_to_judge(kind):
    assert convert(kind, "nobody") == "nobody"
    assert convert(kind, 13800138000) == "13800138000"


@pytest.mark.parametrize("raw", [1, "1", Decimal(1), " 1"])
def test_a_table_compares_words_whether_text_or_number(raw):
    words = {"1": "red", "2": "blue"}
    assert convert("choice", raw, words=words) == "red"


def test_a_word_that_the_table_lacks_passes_as_it_is():
    assert convert("choice", "blue", words={"1": "red"}) == "blue"


def test_a_word_that_the_table_lacks_is_refused_where_it_says_so():
    words = {"1": "red", "2": "blue"}
    assert refusal("choice", 3, words=words, refuse_others=True) == (
        "'3' is not in the table of 'value'"
    )


def test_a_word_that_the_table_lacks_has_the_other_meaning_where_there_is_one():
    more = {"words": {"1": "red"}, "otherwise": "blue", "has_otherwise": True}
    assert convert("choice", 3, **more) == "blue"
    assert convert("choice", "", **more) is None


def test_a_table_may_clear_a_field():
    assert convert("text", "none", words={"none": None}) is None


def test_a_list_of_scalars_drops_blank_elements():
    of = field("value", "list", item=field("value", "integer"))
    assert convert("list", ["1", None, 2, ""], target=of) == [1, 2]
    assert refusal("list", "1,2", target=of) == "the value of 'value' is text, not a list"


def test_an_object_takes_its_own_parts():
    parts = {"city": field("city"), "zip": field("zip", "integer")}
    of = field("value", "object", parts=parts)
    raw = {"city": "e\u0301", "zip": "12", "street": "x"}
    assert convert("object", raw, target=of) == {"city": "é", "zip": 12}
    assert refusal("object", [], target=of) == "the value of 'value' is list, not an object"


def test_an_open_object_takes_everything_but_blanks():
    raw = {"a": ["e\u0301", {"b": ""}], "c": None, "d": Decimal("1.5")}
    assert convert("object", raw) == {"a": ["é", {}], "d": Decimal("1.5")}


def test_an_open_object_is_not_nested_without_end():
    raw = []
    for _ in range(30):
        raw = [raw]
    assert refusal("object", {"a": raw}) == "the field 'value' is nested deeper than 20"


def test_what_is_read_as_one_kind_may_be_held_as_a_narrower_one():
    read = Item(target=field("value", "choice"), kind="text", place=PLACE)
    assert converter(read, SHANGHAI)("red") == "red"


@pytest.mark.parametrize(
    ("kind", "form", "possible"),
    [
        ("time", "%Y-%m-%d", "yyyy MM dd HH mm ss SSS Z, epoch_s, epoch_ms"),
        ("time", "HH:mm", "yyyy MM dd HH mm ss SSS Z, epoch_s, epoch_ms"),
        ("date", "yyyy-MM-dd-dd", "yyyy MM dd HH mm ss SSS Z, epoch_s, epoch_ms"),
        ("decimal", "#,##0.00", "1,234.56, 1.234,56"),
        ("money", "cents", "1,234.56, 1.234,56, minor"),
    ],
)
def test_an_unknown_format_is_a_fault_of_the_definition(kind, form, possible):
    with pytest.raises(DefinitionInvalid) as caught:
        converter(item("x", kind, format=form), SHANGHAI)
    [diagnostic] = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.place) == ("OL580", PLACE)
    assert dict(diagnostic.facts) == {"format": form, "kind": kind, "possible": possible}


def test_an_unknown_zone_is_a_fault_of_the_definition():
    with pytest.raises(DefinitionInvalid) as caught:
        converter(item("x", "time", zone="Asia/Shanghei"), SHANGHAI)
    [diagnostic] = caught.value.diagnostics
    wording = lookup(diagnostic.code)
    assert wording.message.fill(diagnostic.facts, "en") == "there is no time zone 'Asia/Shanghei'"
    assert wording.hint(diagnostic.facts, "en") == "did you mean 'Asia/Shanghai'?"


def test_times_far_from_any_change_of_clocks_agree_with_the_library():
    for hours in range(0, 24 * 365, 7):
        local = datetime(2026, 1, 1) + timedelta(hours=hours)  # noqa: DTZ001
        instant = convert("time", local.isoformat(), zone=NEW_YORK)
        shown = instant.astimezone(NEW_YORK.zone).replace(tzinfo=None)
        assert shown == local or (local.month, local.hour) == (3, 2)
