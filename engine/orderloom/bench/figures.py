"""What twenty windowed figures cost after ten thousand events, and after a million."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from json import dumps
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from orderloom.app.application import Application, open_application
from orderloom.app.inputs import Inputs
from orderloom.app.memory import keep_definitions
from orderloom.app.running import run
from orderloom.bench.timing import agree
from orderloom.expression.values import Money
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.kernel.figures.atoms import micros
from orderloom.kernel.figures.items import Item, StreamProgram
from orderloom.kernel.looking import looking
from orderloom.testing.clock import FrozenClock

FLOW = Path(__file__).parent / "figures_flow"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
_SHOP = "a"
_MICRO = timedelta(microseconds=1)
_INSIDE = timedelta(minutes=50)
"""So long ago were the oldest events where all are inside of every window."""
_OUTSIDE = timedelta(days=1)
"""So long ago were the newest where none is inside of any."""


def figures_many_vs_few(
    events: tuple[int, int], orders: int, rounds: int, *, inside: bool
) -> list[float]:
    """Give how many times longer orders take after many events than after few, round by round.

    Args:
        events: How many are past: many, and few.
        orders: So many are timed, from bytes to commit.
        rounds: How often; each on fresh copies of both stores.
        inside: Whether the past events are inside of all windows, or of none.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "orders.json").write_text(_orders(orders), encoding="utf-8")
        stores = [place / f"{number}.db" for number in events]
        for number, store in zip(events, stores, strict=True):
            _fill(store, number, inside=inside)
        found = []
        for _ in range(rounds):
            many, few = (_seconds(place, store) for store in stores)
            found.append(many / few)
        return found


@contextmanager
def _opened(store: Path) -> Iterator[Application]:
    clock = FrozenClock(NOW)
    with open_application(FLOW, f"sqlite:///{store}", environment="bench", clock=clock) as app:
        keep_definitions()
        yield app


def _seconds(place: Path, store: Path) -> float:
    copy = place / "copy.db"
    copyfile(store, copy)
    with _opened(copy) as app:
        summary = run(app, [Inputs(files=[place / "orders.json"], mapping="orders")])
    copy.unlink()
    agree(summary.tally.alerts, 0)
    return summary.seconds


def _orders(number: int) -> str:
    orders = [{"no": f"N-{each}", "amount": "9.50", **_like(each)} for each in range(number)]
    return dumps({"orders": orders})


def _fill(store: Path, number: int, *, inside: bool) -> None:
    """Put past events into every stream of the flow, as its pages would hold them."""
    first, last = (NOW - _INSIDE, NOW) if inside else (NOW - 9 * _OUTSIDE, NOW - _OUTSIDE)
    begin, step = micros(first), (last - first) // _MICRO // number
    with _opened(store) as app:
        with app.stores.reader() as reader:
            work = looking(app.program, reader, NOW)
            for program in app.program.streams.values():
                work.board.fill(program, list(_items(program, number, begin, step)))
        decision = Decision(
            command="announce",
            origin=Origin("past"),
            now=NOW,
            outcome="applied",
            record="",
            pages=work.board.pages,
            figures=work.board.roots,
        )
        app.stores.committer.commit([Batch(decisions=[decision])])


def _items(program: StreamProgram, number: int, begin: int, step: int) -> Iterator[Item]:
    amount = Money(Decimal("9.50"), "CNY")
    for index in range(number):
        names = {**_like(index), "amount": amount}
        for item in program.items(names, begin + index * step, "", str.__add__):
            yield item._replace(tie=index)


def _like(number: int) -> dict[str, str | int]:
    """Give what orders have besides a number and an amount."""
    return {"shop": _SHOP, "sku": f"S{number % 50}", "quantity": 1 + number % 4}
