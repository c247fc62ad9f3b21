"""A flow of ours that receives payloads: what stays of each is looked up in its store."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from orderloom.app.application import Application, application_over
from orderloom.app.inputs import Inputs, messages
from orderloom.codes.catalogue import lookup
from orderloom.compiler.load import check_flow
from orderloom.errors import OrderloomError
from orderloom.flow.decision import Batch
from orderloom.flow.message import ItemFault
from orderloom.plugins import LoadedPlugins
from orderloom.store import tables
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

FLOW = Path(__file__).parent / "payload_flow"
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
_EMPTIED = (tables.bodies, tables.items, tables.inbox, tables.journal, tables.links, tables.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message.

    Attributes:
        is_kept: Whether the very bytes are in the inbox and the message is worked to its end, or
            its file was left where it is.
        outcomes: Items by outcome.
        faults: Of the items that were quarantined, in order.
        records: The values of all records, by identity.
    """

    is_kept: bool
    faults: tuple[ItemFault, ...]
    outcomes: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Shop:
    """The compiled flow, and a store that is empty for every message."""

    def __init__(self, folder: Path, variants: str = "") -> None:
        self._home = tempfile.TemporaryDirectory()
        home = Path(self._home.name)
        shutil.copytree(folder, home / "flow")
        if variants:
            (home / "flow" / "variants.yaml").write_text(variants, "utf-8")
        checked = check_flow(home / "flow", connectors={})
        assert checked.flow is not None, [str(each) for each in checked.diagnostics]
        self._home_path = home
        self._clock = FrozenClock(AT)
        self._stores = open_store(f"sqlite:///{home}/store.sqlite", checked.flow, self._clock)
        plugins = LoadedPlugins({}, ())
        opened = application_over(checked.flow, home, plugins, self._stores, self._clock)
        self._app = ExitStack().enter_context(opened)

    def receive(self, mapping: str, name: str, body: bytes) -> Receipt:
        """Take the bytes in as a file, as ``run --input`` does, into a store without records."""
        with self._stores.database.transaction() as connection:
            for table in _EMPTIED:
                connection.execute(sa.delete(table))
        path = self._home_path / name
        path.write_bytes(body)
        return _received(self._app, Inputs(files=(path,), mapping=mapping))


def _received(app: Application, given: Inputs) -> Receipt:
    try:
        [message] = messages(app.flow, given, app.clock)
    except OrderloomError as error:
        return Receipt(is_kept=True, faults=(_fault(error.code, error.facts),))
    batches: list[Batch] = []
    worker = app.worker(app.live_desk(), batches.append)
    worker.take(message)
    kept, standing = app.stores.inbox.read(message.id)
    faults = [fault for batch in batches for item in batch.items for fault in item.faults]
    faults += [_fault(each.code, each.facts) for each in worker.tally.rejected]
    with app.stores.reader() as reader:
        records = {
            record.key: dict(record.values)
            for name in reader.types()
            for record in reader.all(name)
        }
    return Receipt(
        is_kept=kept.body == message.body and standing.finished,
        outcomes=dict(standing.outcomes),
        faults=tuple(faults),
        records=records,
    )


def _fault(code: str, facts: Mapping[str, str]) -> ItemFault:
    return ItemFault(code, "", facts=dict(facts))


def said(fault: ItemFault) -> str:
    """Give what a person reads about a fault."""
    entry = lookup(fault.code)
    return f"{fault.where} {entry.message.fill(fault.facts, 'en')} {entry.hint(fault.facts, 'en')}"
