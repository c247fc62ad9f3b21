"""A flow on stage: over a store of its own, at an instant that only the play moves on."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from orderloom.app.application import Fitted, application_of, fitted
from orderloom.definition.flow import Flow
from orderloom.definition.test import Target
from orderloom.flow.record import Record
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.looking import looking
from orderloom.memory.open import MemoryStores, new_memory
from orderloom.memory.shapes import Shapes
from orderloom.plugins import LoadedPlugins
from orderloom.ports import Reader
from orderloom.testing.clock import FrozenClock
from orderloom.yaml_tests.chronicle import Chronicle
from orderloom.yaml_tests.failing import PlayStopped
from orderloom.yaml_tests.looking import StoredRecords
from orderloom.yaml_tests.recorded import RecordedStores
from orderloom.yaml_tests.watching import Ear, WatchedProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all plays of a flow share: nothing of it remembers anything of a play.

    ``shapes`` make and read the rows of its stores; each play has a memory of its own. ``ear``
    hears the events that the program lets be heard.
    """

    fitted: Fitted
    shapes: Shapes
    ear: Ear


def house_of(flow: Flow, base: Path, plugins: LoadedPlugins) -> House:
    """Give a house for all plays of a flow; ``base`` is its folder, resolved."""
    parts = fitted(flow, base, plugins)
    ear = Ear()
    program = WatchedProgram(flow, parts.program.carriers, ear)
    return House(fitted=replace(parts, program=program), shapes=Shapes(flow), ear=ear)


class Stage:
    """One play's application, its clock and what happened so far.

    Attributes:
        labels: Label to the id of the record given under it.
    """

    def __init__(self, house: House, clock: FrozenClock) -> None:
        house.ear.forget()
        self._house = house
        self._memory = new_memory()
        self._open = ExitStack()
        self.clock = clock
        self.chronicle = Chronicle(house.ear, self.flow.languages[0])
        self.labels: dict[str, str] = {}
        self._open_anew()
        self._worker.begin(clock.now())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def flow(self) -> Flow:
        """Give the flow."""
        return self._house.fitted.flow

    def restart(self) -> None:
        """Let the process die: what was not committed is gone, the rest goes on.

        Of all that was open only the memory stays, and that holds rows alone, as a database would.
        """
        self._open.close()
        self._open_anew()
        self._worker.resume()
        self.fire_due()

    def advance(self, until: datetime) -> None:
        """Let time pass up to an instant; what falls due meanwhile is done when it is due."""
        worker = self._worker
        while (due := worker.next_schedule()) is not None and due < until:
            self._go_on(due)
            worker.fire_due(due)
        self._go_on(until)
        worker.fire_due(until)

    def fire_due(self) -> None:
        """Work all timers that are due by now: at one instant they go before anything else."""
        self._worker.fire_due(self.clock.now())

    def _go_on(self, until: datetime) -> None:
        self.clock.advance(until - self.clock.now())

    def _open_anew(self) -> None:
        """Open the flow over the memory; whatever an application remembers is gone."""
        stores = MemoryStores(self._memory, self._house.shapes)
        opened = application_of(self._house.fitted, stores, self.clock)
        app = self._open.enter_context(opened)
        self.app = replace(app, stores=RecordedStores(app.stores, self.chronicle.note))
        self._worker = self.app.worker(self.app.live_desk())

    def work_jobs(self) -> None:
        """Work what decisions left to do for many records."""
        self._worker.work_jobs()

    # -- what expressions of the test see

    def around(self, parts: dict[str, Any] | None = None) -> Surroundings:
        """Give labels with their records as they stand now, and an examined item's ``parts``."""
        records = StoredRecords(self.app)
        around = Surroundings(self.clock.now(), event=parts, records=records)
        with self.app.stores.reader() as reader:
            for label, record_id in self.labels.items():
                record = reader.get(record_id)
                around.results[label] = {} if record is None else self.seen(reader, record)
        return around

    def seen(self, reader: Reader, record: Record) -> dict[str, Any]:
        """Give a record's values with the figures that it has."""
        program = self.app.program
        if not (names := program.records[record.type].figures):
            return record.values
        work = looking(program, reader, self.clock.now())  # figures hold no way back to it
        measured = {name: work.figures.of_field(record.type, name, record.values) for name in names}
        return record.values | measured

    def seen_now(self, record: Record) -> dict[str, Any]:
        """Do as ``seen`` with what is stored now."""
        with self.app.stores.reader() as reader:
            return self.seen(reader, record)

    def records(self, record_type: str) -> list[Record]:
        """Give all records of a type, by id."""
        with self.app.stores.reader() as reader:
            return list(reader.all(record_type))

    def find(self, target: Target) -> str:
        """Give the id of the record that a step is about.

        Raises:
            PlayStopped: Not exactly one record fits.
        """
        if target.label is not None:
            return self.labels[target.label]
        around = self.around()
        fitting = [
            record.id
            for record in self.records(target.record)
            if target.where is None or target.where.compiled.evaluate(record.values, around) is True
        ]
        if len(fitting) != 1:
            raise PlayStopped("OL804", target.place, number=str(len(fitting)), record=target.record)
        return fitting[0]
