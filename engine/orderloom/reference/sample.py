"""The small flow on which the pages show things, compiled and evaluated as any other."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orderloom.app.checking import check_folder
from orderloom.compiler.files import read_flow
from orderloom.compiler.resolve.declare import Offering, Reading, declare
from orderloom.compiler.resolve.events import EventShape, events
from orderloom.compiler.resolve.findings import Findings
from orderloom.definition.action import Call
from orderloom.definition.extensions import Extensions
from orderloom.definition.stock import AVAILABLE
from orderloom.errors import DefinitionInvalid
from orderloom.expression.compiled import Compiled
from orderloom.expression.data import read_data, write_value
from orderloom.expression.literals import parse_time
from orderloom.expression.lookup import NoRecords
from orderloom.expression.scope import ENTERED
from orderloom.flow.surroundings import Surroundings
from orderloom.reference.examples import DATA, FLOW

_ASKING = """
---
kind: playbook
id: asking
record: order
by: [lead]
do: [{call: wms.notify, with: {ASKED}, once: asked}]
"""
_NOW = "2026-01-05T20:30:00+08:00"


class Sample:
    """Values of expressions in the small flow.

    Args:
        expressions: All that will be asked for.

    Raises:
        DefinitionInvalid: One of them is wrong.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        texts = tuple(dict.fromkeys(expressions))
        asked = ", ".join(
            f"e{number}: {json.dumps(f'={text}', ensure_ascii=False)}"
            for number, text in enumerate(texts)
        )
        with TemporaryDirectory() as folder:
            main = Path(folder) / "flow.yaml"
            main.write_text(FLOW + _ASKING.replace("ASKED", asked), encoding="utf-8")
            checked = check_folder(Path(folder))
            self.events = _events(Path(folder))
        if checked.flow is None:
            raise DefinitionInvalid(checked.diagnostics)
        (action,) = checked.flow.playbooks["asking"].do
        values = action.values if isinstance(action, Call) else ()
        pairs = zip(texts, values, strict=True)
        self._compiled: Mapping[str, Compiled | None] = {
            text: value.compiled for text, (_, value) in pairs
        }
        now = _instant(_NOW)
        self._values = read_data(DATA.encode()) | {"id": "order-1", f"{ENTERED}status.paid": now}
        self._around = Surroundings(now, records=_Parcels())

    def evaluate(self, text: str) -> object:
        """Give the value of an expression as JSON can hold it."""
        compiled = self._compiled[text]
        return (
            None if compiled is None else write_value(compiled.evaluate(self._values, self._around))
        )


class _Parcels(NoRecords):
    """Two parcels of the order, any order under its number, and goods of any stock."""

    def part(self, record_id: str, name: str) -> Any:  # noqa: ANN401 - a value of the language
        created = {"parcel-1": "2026-01-05T09:00:00+08:00", "parcel-2": "2026-01-05T10:00:00+08:00"}
        return _instant(created[record_id]) if name == "created_at" else None

    def children(self, record_type: str, through: str, record_id: str) -> list[str]:
        del record_type, through, record_id
        return ["parcel-1", "parcel-2"]

    def identified(self, record_type: str, parts: Sequence[object]) -> Any:  # noqa: ANN401 - its id
        return f"{record_type}-{'-'.join(map(str, parts))}"

    def stocked(self, stock: str, item: str, place: str | None, kind: str) -> Decimal:
        del stock, item, place
        return Decimal(12 if kind == AVAILABLE else 3)


def _instant(text: str) -> datetime:
    found = parse_time(text)
    if found is None:
        raise ValueError(text)
    return found


def _events(folder: Path) -> Mapping[str, EventShape]:
    """Give every event that the small flow can have."""
    read = Reading(documents=read_flow(folder).documents, broken=frozenset(), complete=True)
    outline = declare(read, Offering({}, Extensions()), None, Findings())
    return {} if outline is None else events(outline)
