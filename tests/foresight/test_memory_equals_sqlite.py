"""What is played in memory is what a database would hold: row by row, whatever happens."""

from collections import Counter
from datetime import timedelta
from itertools import count
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.foresight.every_action import FILES, FLOW
from tests.foresight.every_movement import MOVEMENTS
from tests.foresight.every_rule import RULES
from tests.foresight.own_action import install
from tests.runtime.shop import START, write_shop
from tests.store.everything import told

from orderloom.app.application import application_of, fitted
from orderloom.app.checking import check_with
from orderloom.app.inputs import Inputs
from orderloom.app.library import load_library
from orderloom.app.running import run
from orderloom.definition.flow import Flow
from orderloom.errors import OrderloomError
from orderloom.flow.command import Erase, Origin
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.memory.contents import Memory
from orderloom.memory.open import MemoryStores
from orderloom.memory.shapes import Shapes
from orderloom.ports import Stores
from orderloom.store.open import SqlStores, open_store
from orderloom.testing.clock import FrozenClock

SEEN = ("records", "journal", "quarantine", "timers", "calls", "schedules", "pages", "ledger")


@pytest.mark.timeout(1800)
def test_the_same_messages_leave_the_same_in_memory_and_in_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    install(package)
    monkeypatch.syspath_prepend(package)
    shop = write_shop(tmp_path, FLOW + RULES + MOVEMENTS)
    plugins = load_library()
    flow = check_with(plugins, shop, None).flow
    assert flow is not None
    parts, shapes = fitted(flow, shop, plugins), Shapes(flow)
    numbers = count()
    seen: Counter[str] = Counter()

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(FILES, st.randoms(use_true_random=False))
    def law(files: list[list[dict[str, Any]]], chance: Any) -> None:
        clock = FrozenClock(START)
        database = open_store(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}", flow, clock)
        database.prepare()
        memory = Memory(database.keyring._lookup)  # with another key what is hashed would differ
        stores = MemoryStores(memory, shapes)
        with (
            application_of(parts, database, clock) as stored,
            application_of(parts, stores, clock) as kept,
        ):
            for number, orders in enumerate(files):
                clock.advance(timedelta(minutes=25))
                path = tmp_path / f"{number}.json"
                path.write_text(dumps({"orders": orders}), encoding="utf-8")
                inputs = [Inputs(files=[path], mapping="orders")]
                assert run(kept, inputs).tally == run(stored, inputs).tally
                found = told(stores, flow, clock.now()) | in_memory(memory)
                assert found == told(database, flow, clock.now()) | in_database(database)
                seen.update({name for name in SEEN if found[name]})
                send(chance, stores, database, clock)
            with stores.reader() as reader:
                gone = chance.choice(reader.ids("order"))
            outcomes = [erased(each, flow, gone, clock) for each in (stores, database)]
            assert outcomes[0] == outcomes[1]
            found = told(stores, flow, clock.now()) | in_memory(memory)
            assert found == told(database, flow, clock.now()) | in_database(database)

    law()
    assert {name for name in SEEN if not seen[name]} == set()


def send(chance: Any, stores: Stores, database: Stores, clock: FrozenClock) -> None:
    """Let some calls leave, and others fail, at both stores alike."""
    for row in stores.outbox.due(clock.now(), 10):
        way = chance.choice(("sent", "again", "failed", "held", "left"))
        for each in (stores.outbox, database.outbox):
            taken = each.take(row, clock.now() + timedelta(minutes=1))
            assert taken is not None
            match way:
                case "sent":
                    each.sent(row.call.id, clock.now(), {"number": 7})
                    assert each.answered(row.call.id) == (row.call, {"number": 7})
                case "again" | "failed":
                    again = clock.now() + timedelta(minutes=5) if way == "again" else None
                    each.failed(row.call.id, clock.now(), "503", again, taken.held_until)
                case "left":
                    each.leave(taken)


def erased(stores: Stores, flow: Flow, record_id: str, clock: FrozenClock) -> object:
    with stores.reader() as reader:
        erase = Erase(Origin("m_hand"), clock.now(), record_id)
        decision = decide(Program(flow, {}), reader, erase)
    try:
        return stores.erase(decision)
    except OrderloomError as error:
        return error.code, error.facts


def in_memory(memory: Memory) -> dict[str, Any]:
    pages = {(*place, *page) for place, page in memory.contents.pages.items()}
    contents = memory.contents
    return {
        "pages": pages,
        "ledger": [tuple(line) for line in contents.ledger],
        "links": {(name, *target) for target, names in contents.links.items() for name in names},
        "uniques": {(*target, name) for target, name in contents.uniques.items()},
        "calls_now": [
            (name, each.status, each.attempts, each.next_at, each.error, each.held_until)
            for name, each in contents.calls.items()
        ],
    }


def in_database(stores: SqlStores) -> dict[str, Any]:
    with stores.database.reading.begin() as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

        return {
            "pages": set(rows("SELECT stream, grp, number, revision, body FROM figure_pages")),
            "ledger": [row[1:] for row in rows("SELECT * FROM stock_lines ORDER BY seq")],
            "links": set(rows("SELECT record_id, type, field, target FROM links")),
            "uniques": set(rows("SELECT type, field, value, record_id FROM uniques")),
            "calls_now": rows(
                "SELECT id, status, attempts, next_at, error, held_until FROM outbox ORDER BY seq"
            ),
        }
