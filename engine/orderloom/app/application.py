"""An opened flow over a store, and everything that can be asked of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orderloom.app.carriers import carriers_of
from orderloom.app.connectors import Shapes, connectors_of
from orderloom.app.library import load_library
from orderloom.app.secrets import Secrets
from orderloom.app.session import Outside, Switchboard
from orderloom.app.sheets import read_sheet
from orderloom.app.splitting import MappingPrograms
from orderloom.compiler.load import check_flow
from orderloom.definition.flow import Flow
from orderloom.egress.switch import STOP_FILE, OutgoingSwitch
from orderloom.errors import DefinitionInvalid, PluginBroken
from orderloom.kernel.program import Program
from orderloom.plugins import LoadedPlugins
from orderloom.ports import Clock, Connector, Stores, Switch
from orderloom.runtime.clock import SystemClock
from orderloom.runtime.desk import Desk, LiveDesk
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.worker import Progress, Worker
from orderloom.settings import MASTER_KEY, is_outgoing_stopped
from orderloom.store.open import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A flow ready to run over a store.

    ``broken`` names plugins that could not be loaded; the flow does not use them. ``switch`` stops
    all outgoing calls.
    """

    flow: Flow
    base: Path
    program: Program
    stores: Stores
    connectors: dict[str, Connector]
    switchboard: Switchboard
    splitter: MappingPrograms
    clock: Clock
    secrets: Secrets
    broken: tuple[PluginBroken, ...]
    switch: Switch

    def worker(self, desk: Desk, progress: Progress = lambda _: None) -> Worker:
        """Give a worker at a desk."""
        decider = ItemDecider(self.program)
        return Worker(desk, decider, self.splitter, self.flow.digest, progress)

    def live_desk(self) -> Desk:
        """Give the desk that writes."""
        if any(each.is_hidden for each in self.program.streams.values()):
            self.stores.prepare()
        return LiveDesk(self.stores)


@contextmanager
def open_application(
    folder: Path,
    store_url: str,
    *,
    environment: str | None = None,
    clock: Clock | None = None,
) -> Iterator[Application]:
    """Open a flow's folder over a store, and close the store at the end.

    Raises:
        DefinitionInvalid: The flow has errors; all of them are inside.
        StoreUnusable: The store cannot be opened.
    """
    clock = clock or SystemClock()
    plugins = load_library()
    checked = check_flow(
        folder,
        environment=environment,
        connectors=Shapes(plugins.connectors, plugins.broken),
        extensions=plugins.added.extensions,
        read_sheet=read_sheet,
    )
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    stores = open_store(store_url, checked.flow, clock, os.environ.get(MASTER_KEY) or None)
    base = folder.resolve()
    with application_over(checked.flow, base, plugins, stores, clock) as app:
        yield app


@contextmanager
def application_over(
    flow: Flow,
    base: Path,
    plugins: LoadedPlugins,
    stores: Stores,
    clock: Clock,
) -> Iterator[Application]:
    """Open a compiled flow over an open store, which is closed at the end.

    Args:
        flow: The flow.
        base: Its folder, resolved: addresses begin there.
        plugins: The connectors it was compiled against.
        stores: Where records are kept.
        clock: Says what time it is.
    """
    switch = OutgoingSwitch(stopped=is_outgoing_stopped(os.environ), file=base / STOP_FILE)
    connectors = connectors_of(flow, plugins.connectors)
    secrets = Secrets(os.environ)
    switchboard = Switchboard(
        flow,
        base,
        connectors,
        clock,
        Outside(switch=switch, secrets=secrets, notebooks=stores.notes),
    )
    try:
        yield Application(
            flow=flow,
            base=base,
            program=Program(flow, carriers_of(flow, connectors)),
            stores=stores,
            connectors=connectors,
            switchboard=switchboard,
            splitter=MappingPrograms(flow),
            clock=clock,
            secrets=secrets,
            broken=plugins.unusable,
            switch=switch,
        )
    finally:
        switchboard.close()
        stores.close()
