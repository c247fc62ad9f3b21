"""The law that must never be weakened: a preview lists exactly what the run then commits."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.foresight.every_action import FILES, FLOW
from tests.foresight.every_movement import MOVEMENTS
from tests.foresight.every_rule import RULES
from tests.foresight.own_action import install
from tests.runtime.shop import START, opened, write_shop
from tests.servers.databases import Databases

from orderloom.app.application import Application
from orderloom.app.inputs import Inputs
from orderloom.app.running import preview, run
from orderloom.flow.decision import Batch
from orderloom.flow.timer import Timer
from orderloom.testing.clock import FrozenClock

KINDS = (
    *("created", "set", "moved", "tagged", "untagged", "held", "unheld", "notified"),
    *("suppressed", "case_joined", "kept", "refused", "overruled", "unexpected", "judged"),
    *("chosen", "case_opened", "spread", "timer_set", "timer_cancelled", "timer_fired"),
    *("called", "withheld", "branch_began", "branch_again", "branch_ended", "ambiguous"),
    *("playbook_run", "emitted", "asked", "ticked", "pushed", "unpushed", "conflict", "proposed"),
    *("used", "spared", "lasted", "parked", "stock", "placed", "delayed", "joined"),
)
AT_LEAST = 100


# A time limit that strikes inside an example looks to hypothesis like an example that fails once
# and never again: with no answer in time the law would be called unreliable, not slow.
@pytest.mark.timeout(1800)
def test_preview_lists_exactly_the_effects_that_run_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _seen_by_law(tmp_path, monkeypatch, lambda _: nullcontext(), 150)
    rare = {kind: seen[kind] for kind in KINDS if seen[kind] < AT_LEAST}
    assert rare == {}, f"too few to prove anything: {rare}"


@pytest.mark.timeout(1800)
def test_it_does_so_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: Databases
) -> None:
    @contextmanager
    def placed(folder: Path) -> Iterator[None]:
        with postgresql.fresh() as url:
            (folder / "store.url").write_text(url)
            yield

    seen = _seen_by_law(tmp_path, monkeypatch, placed, 10)
    rare = {kind for kind in KINDS if not seen[kind]}
    assert len(rare) < len(KINDS) / 3, f"too few to prove anything: {rare}"


def _seen_by_law(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    placed: Callable[[Path], AbstractContextManager[None]],
    examples: int,
) -> Counter[str]:
    """Try the law on so many examples, each in a store of its own; give the effects seen."""
    package = tmp_path / "package"
    package.mkdir()
    install(package)
    monkeypatch.syspath_prepend(package)
    seen: Counter[str] = Counter()
    numbers = count()

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(FILES)
    def law(files: list[list[dict[str, Any]]]) -> None:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        write_shop(folder, FLOW + RULES + MOVEMENTS)
        clock = FrozenClock(START)
        with placed(folder), opened(folder, clock) as app:
            for number, orders in enumerate(files):
                clock.advance(timedelta(minutes=25))
                path = folder / f"{number}.json"
                path.write_text(dumps({"orders": orders}), encoding="utf-8")
                seen.update(_same(app, Inputs(files=[path], mapping="orders")))

    law()
    return seen


def _same(app: Application, inputs: Inputs) -> Counter[str]:
    """Hold a preview against the run that follows it; give the kinds of effects seen."""
    waiting = _waiting(app)
    known = app.stores.schedules.handled()
    entries = sum(1 for _ in app.stores.journal.all())
    expected = preview(app, [inputs])
    assert sum(1 for _ in app.stores.journal.all()) == entries, "a preview wrote"
    summary = run(app, [inputs])
    assert (expected.tally.alerts, expected.tally.cases) == (
        summary.tally.alerts,
        summary.tally.cases,
    )
    assert app.stores.jobs.unfinished() == ()
    would = _effects_previewed(expected.batches)
    assert _effects_committed(app, entries) == would
    _records_are_as_previewed(app, expected.batches)
    _calls_are_as_previewed(app, expected.batches)
    for timer, state in _timers_previewed(expected.batches):
        waiting.pop(timer.id, None)
        if state == "waiting":
            waiting[timer.id] = timer
    assert _waiting(app) == waiting
    handled = [each for batch in expected.batches for each in batch.handled]
    assert app.stores.schedules.handled() == {each.schedule: each.until for each in handled} | {
        name: at for name, at in known.items() if name not in {each.schedule for each in handled}
    }
    return Counter(_kind(effect) for effects in would.values() for effect in effects)


def _waiting(app: Application) -> dict[str, Timer]:
    for_ever = START + timedelta(days=9_999)
    return {timer.id: timer for timer in app.stores.timers.due(for_ever, 10_000)}


def _timers_previewed(batches: list[Batch]) -> list[tuple[Timer, str]]:
    return [
        (change.timer, change.state)
        for batch in batches
        for decision in batch.decisions
        for change in decision.timers
    ]


def _kind(effect: dict[str, Any]) -> str:
    """Name an effect; a branch taken and a case opened are kinds of their own."""
    if effect["effect"] == "judged" and effect["branch"] is not None:
        return "chosen"
    if effect["effect"] == "created" and effect["case"] is not None:
        return "case_opened"
    if effect["effect"] == "branch_began" and effect["again"]:
        return "branch_again"
    return str(effect["effect"])


def _effects_previewed(batches: list[Batch]) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for batch in batches:
        for decision in batch.decisions:
            for effect in decision.effects:
                origin = decision.origin
                # What has no record of its own is told by the one that the command was about.
                told_by = effect.record_id or decision.record_id
                place = (origin.message, origin.position, decision.command, told_by)
                found.setdefault(place, []).append(_plain(effect))
    return found


def _effects_committed(app: Application, skip: int) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for number, entry in enumerate(app.stores.journal.all()):
        if number >= skip:
            for effect in entry.entry.get("effects", ()):  # all may be of another record
                place = (entry.message, entry.position, entry.command, entry.record_id)
                found.setdefault(place, []).append(effect)
    return found


def _plain(effect: Any) -> dict[str, Any]:
    """Give an effect as the journal holds it: its row names the record, causes are flat."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(effect))
    del plain["record"], plain["record_id"]
    for told in (plain, *plain.get("reasons", ())):
        if told["cause"] is not None:
            place = told["cause"].pop("place")
            told["cause"] |= {part: place[part] for part in ("file", "line", "column")}
    return plain


def _records_are_as_previewed(app: Application, batches: list[Batch]) -> None:
    after = {
        change.after.id: change.after
        for batch in batches
        for decision in batch.decisions
        for change in decision.changes
    }
    with app.stores.reader() as reader:
        for record_id, record in after.items():
            stored = reader.get(record_id)
            assert stored is not None
            assert stored.values == record.values
            assert stored == record


def _calls_are_as_previewed(app: Application, batches: list[Batch]) -> None:
    expected = {
        call.id: call
        for batch in batches
        for decision in batch.decisions
        for call in decision.calls
    }
    for gone in (each for b in batches for d in b.decisions for each in d.superseded):
        expected.pop(gone, None)
    # Of one record's calls to one connection only the first is due: each is taken away in turn.
    while rows := app.stores.outbox.due(app.clock.now(), 10_000):
        for row in rows:
            assert row.call == expected.pop(row.call.id)
            app.stores.outbox.sent(row.call.id, app.clock.now(), {})
    assert not [call for call in expected.values() if call.connection is not None]
