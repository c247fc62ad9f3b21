"""A definition that passes ``check`` never makes the engine fail, whatever comes in."""

import json
from collections import Counter
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.definitions.fuzz.generator import definitions
from tests.definitions.fuzz.skeleton import FLOW, MACHINE
from tests.definitions.fuzz.vocabulary import NAMES
from tests.runtime.shop import START, opened

from orderloom.app.acting import actor, change, fire, play
from orderloom.app.checking import check_folder
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.errors import OrderloomError
from orderloom.flow.command import Answer, Origin
from orderloom.flow.decision import Settlement
from orderloom.testing.clock import FrozenClock

EXAMPLES = 60
_ENGINE_FAILED = "OL722"
_FAILED_LATER = {"OL726", "OL733", "OL745", "OL755"}
_DAYS = st.lists(st.integers(0, 40), max_size=2)
_ODD = (
    "",
    None,
    "x",
    "０１２",
    "-1",
    "1e400",
    0,
    7,
    -2.5,
    10**30,
    True,
    [],
    {},
    ["a", 1],
    {"a": 1},
)
_TEXTS = ("paid", "13800138000", "CNY 9.99", "USD 1", "2026-01-05T20:00+08:00", "2026-02-30", "30m",
          "fast", "{{ qty }}", "\u202e@all", "shipped", "cancelled", "true", "2.50")  # fmt: skip
_KEYS = ("qty", "amount", "price", "cost", "phone", "address", "vip", "paid_at", "due", "wait",
         "depth", "lane", "labels", "status", "customer")  # fmt: skip
_ANY = st.sampled_from((*_ODD, *_TEXTS))
_RIGHT = {
    "qty": st.sampled_from([0, 1, -3, 10**9]),
    "depth": st.sampled_from([1, 2]),
    "amount": st.sampled_from(["0", "99.95", "-1", "12345678901234567890.12"]),
    "price": st.sampled_from(["CNY 0", "CNY 66.60", "USD 5"]),
    "cost": st.sampled_from(["CNY 50", "CNY -0.01"]),
    "vip": st.booleans(),
    "paid_at": st.sampled_from(["2026-01-05T20:00+08:00", "0001-01-01T00:00Z"]),
    "due": st.sampled_from(["2026-01-05", "9999-12-31"]),
    "wait": st.sampled_from(["30m", "900000d"]),
    "lane": st.sampled_from(["slow", "fast"]),
    "status": st.sampled_from(["paid", "shipped", "cancelled"]),
    "phone": st.sampled_from(["13800138000", "12", "０１２"]),
    "address": st.sampled_from(["杭州 西湖", "{{ qty }}", "a" * 19_000, "\u202e@all", "12"]),
    "customer": st.sampled_from([{}, {"tier": "gold", "level": 3}, {"tier": None}]),
    "labels": st.lists(st.sampled_from(["a", "ｂ", ""]), max_size=3),
}
_LINES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abc")}, optional={
        "quantity": st.sampled_from([0, 2, "x"]), "price": st.sampled_from(["CNY 3.33", "USD 1"]),
        "sku": st.sampled_from(["s", None])}), max_size=3)  # fmt: skip
_ORDER = st.fixed_dictionaries(
    {"number": st.sampled_from("AB")},
    optional={key: _RIGHT.get(key, _ANY) for key in _KEYS} | {"lines": _LINES},
)
_BROKEN = st.builds(
    lambda order, key, value: order | {key: value}, _ORDER, st.sampled_from(_KEYS), _ANY
)
_MESSAGES = st.lists(
    st.lists(st.one_of(_ORDER, _ORDER, _BROKEN), min_size=1, max_size=3), min_size=1, max_size=3
)
_BY_HAND = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["pay", "ship", "cancel"]), st.just("")),
        st.tuples(st.sampled_from(NAMES["run"]), _ANY),
        st.tuples(st.sampled_from(["qty", "amount", "address"]), _ANY),
    ),
    max_size=4,
)


@pytest.mark.timeout(1800)  # hypothesis would take a time limit for an example that fails at times
def test_a_flow_that_passes_check_never_makes_the_engine_fail(tmp_path):
    numbers, seen = count(), Counter()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(definitions(), _MESSAGES, _BY_HAND, _DAYS)
    def law(made, messages, by_hand, days):
        folder = tmp_path / str(next(numbers))
        kept = write(folder / "shop", made)
        seen.update(each["kind"] for each in kept)
        clock = FrozenClock(START)
        with opened(folder, clock) as app:
            for number, orders in enumerate(messages):
                path = folder / f"{number}.json"
                path.write_text(json.dumps({"orders": orders}), encoding="utf-8")
                seen.update(run(app, [Inputs(files=[path], mapping="orders")]).tally.messages())
            act(app, by_hand)
            reply(app)
            for number in days:
                clock.advance(timedelta(days=number))
                seen["timer"] += app.worker(app.live_desk()).fire_due(clock.now())
            clock.advance(timedelta(hours=3))
            run(app, [])
            assert failed_later(app) == []
            seen.update(entry.command for entry in app.stores.journal.all())
            failed = [
                row for row in app.stores.journal.quarantine(50) if _ENGINE_FAILED in str(row)
            ]
        assert failed == []

    law()
    assert min(seen[kind] for kind in ("rule", "message", "machine")) >= EXAMPLES // 3, seen
    assert seen["tree"] > 0, seen
    assert all(seen[command] for command in ("timer", "tick", "each", "run")), seen


def failed_later(app: Any) -> list[Any]:
    """Give what the engine itself failed on when a time was over."""
    return [
        entry.entry
        for entry in app.stores.journal.all()
        if any(why["code"] in _FAILED_LATER for why in entry.entry.get("reasons", ()))
    ]


def write(folder: Path, made: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the flow, leaving out what ``check`` refuses; give what is left."""
    folder.mkdir(parents=True)
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    kept = {f"made_{number}.yaml": each for number, each in enumerate(made)}
    while True:
        for name, each in kept.items():
            (folder / name).write_text(json.dumps(each, ensure_ascii=False), encoding="utf-8")
        checked = check_folder(folder)
        errors = [each for each in checked.diagnostics if each.severity == "error"]
        if not errors:
            return list(kept.values())
        wrong = {Path(each.place.file).name for each in errors}
        if "made_0.yaml" in wrong and kept["made_0.yaml"] != MACHINE:
            kept["made_0.yaml"] = dict(MACHINE)
            continue
        assert not wrong.isdisjoint(kept), [(e.code, e.place, e.facts) for e in errors]
        for name in wrong & set(kept) - {"made_0.yaml"}:
            (folder / name).unlink()
            del kept[name]


def reply(app: Any) -> None:
    """Answer what was asked, each second call with a refusal."""
    worker = app.worker(app.live_desk())
    rows = [row.call for row in app.stores.outbox.due(app.clock.now(), 50) if row.call.action]
    for number, call in enumerate(rows):
        answered = number % 2 == 0
        answer = Answer(
            origin=Origin(call.id, where=call.action),
            now=app.clock.now(),
            call=call.id,
            action=call.action,
            connection=call.connection,
            operation=call.operation,
            record_id=call.record_id,
            outcome="answered" if answered else "rejected",
            answer={"ok": True} if answered else {"reason": "no"},
            error=None if answered else "OL756",
        )
        state = "sent" if answered else "failed"
        worker.hear(answer, Settlement(call=call.id, state=state, at=app.clock.now()))


def act(app: Any, by_hand: list[tuple[str, Any]]) -> None:
    """Press buttons and type into fields; a refusal is an answer."""
    lead = actor(app, "lead")
    for what, value in by_hand:
        for number in "AB":
            try:
                if what in {"pay", "ship", "cancel"}:
                    fire(app, f"order/{number}", what, {}, lead)
                elif what in NAMES["run"]:
                    play(app, f"order/{number}", what, {"reason": value}, lead)
                else:
                    change(app, f"order/{number}", {what: value}, lead)
            except OrderloomError:
                continue
