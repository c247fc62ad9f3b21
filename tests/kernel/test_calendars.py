"""Working time on the one path: in conditions, in timers."""

from datetime import datetime, timedelta

from tests.kernel.world import World

CHINA = "+08:00"
ORDER = """
kind: record
id: order
identity: [no]
fields:
  no: text
  placed_at: time
  spent: {type: duration, compute: 'work_between(created_at, placed_at, "desk")'}
  answer_by: {type: time, compute: 'work_add(placed_at, 4h, "desk")'}
---
kind: calendar
id: desk
zone: Asia/Shanghai
country: CN
hours: {mon: [09:00-12:00, 13:00-18:00], tue: 09:00-18:00, wed: 09:00-18:00, fri: 09:00-18:00}
holidays: [2026-01-08, founders]
extra: [2026-01-11]
---
{kind: table, id: founders, values: [2026-01-09]}
---
kind: machine
id: order_status
record: order
field: status
initial: paid
states:
  paid: {later: [{after: 10h, calendar: desk, do: [{tag: late}]}]}
  gone: {final: true}
transitions: {end: {from: paid, to: gone}}
---
kind: rule
id: at_the_desk
on: order.created
when: working(placed_at, "desk") and not working(date("2026-01-10"), "desk")
do: [{tag: answered}]
"""
SUNDAY_THAT_IS_WORKED = "2026-01-11T08:00:00"


def world() -> World:
    return World(ORDER, mapped="no placed_at")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + CHINA)


def test_a_timer_counts_working_time_over_noon_night_and_holidays() -> None:
    shop = world()
    shop.now = at("2026-01-07T16:59:00")  # a Wednesday; Thursday and Friday are free
    timer = shop.observe(no="1").timers[0].timer
    # an hour on Wednesday, eight on the Sunday that has Monday's hours, one on Monday
    assert timer.due == at("2026-01-12T10:00:00")
    decision = shop.ring(timer)
    assert decision.now == timer.due
    assert shop.order("1").values["tags"] == ["late"]


def test_fields_are_computed_with_working_time() -> None:
    shop = world()
    shop.now = at("2026-01-07T16:29:00")
    shop.observe(no="1", placed_at=at(SUNDAY_THAT_IS_WORKED))
    assert shop.order("1").values["spent"] == timedelta(minutes=90)
    assert shop.order("1").values["answer_by"] == at("2026-01-11T14:00:00")


def test_the_end_of_a_part_is_no_working_time_and_its_beginning_is() -> None:
    for clock, tags in (("08:59:59", []), ("09:00:00", ["answered"]), ("12:00:00", [])):
        shop = world()
        shop.observe(no="1", placed_at=at(f"2026-01-12T{clock}"))
        assert shop.order("1").values["tags"] == tags, clock
