"""Jobs: a command and a place in a commit for every record, each once, whatever happens."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from tests.runtime.shop import START, opened, orders_file, take, write_shop

import orderloom
from orderloom.app.acting import actor, fire
from orderloom.app.inputs import Inputs, messages
from orderloom.app.running import preview, run
from orderloom.flow.effect import Spread
from orderloom.testing.clock import FrozenClock

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  kind: text
  count: integer
  by: text
  who: text
  phone: {type: phone, sensitive: true}
---
kind: machine
id: order_status
record: order
field: status
initial: waiting
states:
  waiting:
    later:
      - after: 30m
        when: kind == "timer"
        do:
          - for_each: {record: order, where: kind == "plain"}
            do: [{set: {by: timer}}, {tag: timed}]
  over: {final: true}
transitions:
  end:
    from: waiting
    to: over
    by: [lead]
    do:
      - for_each: {record: order, where: kind == "plain", order_by: -no, take: 2}
        do: [{set: {by: =this.kind, who: =user.id}}]
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields: {no: no, kind: kind, count: count, phone: phone}
---
kind: rule
id: counting
on: order.created
when: kind == "go"
do:
  - for_each: {record: order, where: kind == "plain"}
    do:
      - {set: {count: '=default(count, 0) + 1', by: =this.phone}}
      - {tag: counted}
"""


@pytest.fixture
def shop(tmp_path):
    write_shop(tmp_path, FLOW)
    return tmp_path


def plain(numbers):
    return [{"no": f"p{number}", "kind": "plain"} for number in numbers]


def go(number, phone="13812345678"):
    return {"no": f"go{number}", "kind": "go", "phone": phone}


def orders(app):
    with app.stores.reader() as reader:
        return {each.values["no"]: each.values for each in reader.all("order")}


def test_each_record_is_worked_before_any_later_message(shop):
    with opened(shop) as app:
        summary = take(
            app, orders_file(shop, "a.json", [*plain(range(3)), go(1), *plain(range(3, 5)), go(2)])
        )
        assert summary.tally.items["applied"] == 7
        counts = {no: values.get("count") for no, values in orders(app).items()}
        assert counts == {"p0": 2, "p1": 2, "p2": 2, "p3": 1, "p4": 1, "go1": None, "go2": None}
        entries = [(each.command, each.outcome) for each in app.stores.journal.all()]
        assert entries == (
            [("observe", "applied")] * 4
            + [("each", "applied")] * 3
            + [("observe", "applied")] * 3
            + [("each", "applied")] * 5
        )
        assert app.stores.jobs.unfinished() == ()


def test_the_order_does_not_depend_on_how_many_share_a_commit(shop, monkeypatch):
    stories = []
    for number, size in enumerate((1, 2, 100)):
        folder = shop / str(number)
        folder.mkdir()
        write_shop(folder, FLOW)
        monkeypatch.setattr("orderloom.runtime.jobs.GROUP", size)
        monkeypatch.setattr("orderloom.runtime.groups.GROUP", size)
        with opened(folder) as app:
            take(app, orders_file(folder, "a.json", [*plain(range(7)), go(1), *plain([9]), go(2)]))
            stories.append([(each.command, each.record_id) for each in app.stores.journal.all()])
    assert stories[0] == stories[1] == stories[2]


class Died(BaseException):
    """The process dies here."""


def die_after(app, path, commits):
    """Take a file and die when so many commits were made."""
    made = []

    def count(batch):
        made.append(batch)
        if len(made) == commits:
            raise Died

    (message,) = messages(app.flow, Inputs(files=[path], mapping="orders"), app.clock)
    with pytest.raises(Died):
        app.worker(app.live_desk(), count).take(message)


def test_a_job_goes_on_where_a_worker_stopped_each_record_once(shop, monkeypatch):
    with opened(shop) as app:
        take(app, orders_file(shop, "a.json", plain(range(30))))
    monkeypatch.setattr("orderloom.runtime.jobs.GROUP", 7)
    with opened(shop) as app:
        die_after(app, orders_file(shop, "b.json", [go(1)]), commits=3)
    with opened(shop) as app:
        (job,) = app.stores.jobs.unfinished()
        progress = app.stores.jobs.read(job)
        assert (progress.cursor, progress.succeeded) == (14, 14)
        assert progress.job.this == {"phone": "13812345678"}
        run(app, [])
        assert app.stores.jobs.unfinished() == ()
        assert Counter(values.get("count") for values in orders(app).values()) == {1: 30, None: 1}


def test_a_preview_says_for_how_many_and_what_would_happen_to_each(shop):
    with opened(shop) as app:
        take(app, orders_file(shop, "a.json", plain(range(12))))
        rehearsal = preview(
            app, [Inputs(files=[orders_file(shop, "b.json", [go(1)])], mapping="orders")]
        )
        effects = [e for b in rehearsal.batches for d in b.decisions for e in d.effects]
        (spread,) = [each for each in effects if isinstance(each, Spread)]
        assert spread.number == 12
        assert Counter(type(each).__name__ for each in effects)["Tagged"] == 12
        assert app.stores.jobs.unfinished() == ()


def test_what_a_job_keeps_is_sealed_and_goes_with_it(shop):
    with opened(shop) as app:
        take(app, orders_file(shop, "a.json", plain(range(2))))
        die_after(app, orders_file(shop, "b.json", [go(1)]), commits=1)
    raw = b"".join(path.read_bytes() for path in shop.glob("store.db*"))
    assert b"13812345678" not in raw
    with opened(shop) as app:
        assert scalar(app, "SELECT count(*) FROM jobs JOIN keys ON payload_key_id = keys.id") == 1
        before = scalar(app, "SELECT count(*) FROM keys")
        run(app, [])
        assert orders(app)["p0"]["by"] == "13812345678"
        assert scalar(app, "SELECT count(*) FROM jobs") == 0
        assert scalar(app, "SELECT count(*) FROM keys") == before - 1


def scalar(app, query):
    with app.stores.database.reading.begin() as connection:
        return connection.exec_driver_sql(query).scalar()


def test_a_timer_leaves_a_job_that_is_worked_before_the_next_timer(shop):
    clock = FrozenClock(START)
    with opened(shop, clock) as app:
        timed = [{"no": f"t{number}", "kind": "timer"} for number in range(2)]
        take(app, orders_file(shop, "a.json", [*plain(range(3)), *timed]))
        clock.advance(timedelta(hours=1))
        run(app, [])
        commands = [each.command for each in app.stores.journal.all()]
        # The second time each record is as it should be, which is not worth a line.
        first = commands.index("each")
        assert commands[first - 1 : first + 4] == ["ring", "each", "each", "each", "ring"]
        assert commands.count("each") == 3
        assert {values.get("by") for no, values in orders(app).items() if no[0] == "p"} == {"timer"}


def test_what_a_person_sets_off_is_worked_at_once(shop):
    with opened(shop) as app:
        take(app, orders_file(shop, "a.json", [*plain(range(4)), {"no": "z", "kind": "x"}]))
        fire(app, "order/z", "end", {}, actor(app, "lead/wang"))
        by = {no: values.get("by") for no, values in orders(app).items()}
        assert by == {"p0": None, "p1": None, "p2": "x", "p3": "x", "z": None}
        assert orders(app)["p3"]["who"] == "wang"


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("commits", [1, 4, 9])
def test_a_worker_killed_in_the_middle_leaves_each_record_worked_once(shop, commits):
    with opened(shop) as app:
        take(app, orders_file(shop, "a.json", plain(range(40))))
        die_after(app, orders_file(shop, "b.json", [go(1)]), commits=1)
    kill_after(commits, shop)
    with opened(shop) as app:
        (job,) = app.stores.jobs.unfinished()
        cursor = app.stores.jobs.read(job).cursor
        counted = [values for values in orders(app).values() if values.get("count")]
        assert cursor >= commits * 2
        assert len(counted) == cursor
        run(app, [])
        assert Counter(values.get("count") for values in orders(app).values()) == {1: 40, None: 1}
        entries = [each for each in app.stores.journal.all() if each.command == "each"]
        assert len({each.record_id for each in entries}) == len(entries) == 40


def kill_after(commits, shop):
    """Start a worker and kill it when it said so often that it committed."""
    path = os.pathsep.join((str(Path(orderloom.__file__).parents[1]), str(ROOT)))
    command = [sys.executable, "-m", "tests.runtime.job_worker", str(shop)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    ) as process:
        for _ in range(commits):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
