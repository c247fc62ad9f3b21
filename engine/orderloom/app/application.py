"""An opened flow over a store, and everything that can be asked of it."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from orderloom.app.carriers import carriers_of
from orderloom.app.checking import check_with
from orderloom.app.connectors import connectors_of
from orderloom.app.decision_log import telling
from orderloom.app.library import load_library
from orderloom.app.secrets import Secrets
from orderloom.app.session import Outside, Switchboard
from orderloom.app.splitting import MappingPrograms
from orderloom.app.store_addresses import with_secrets
from orderloom.app.versions import Entry, Kept, overruling
from orderloom.definition.flow import Flow
from orderloom.egress.switch import STOP_FILE, OutgoingSwitch
from orderloom.errors import DefinitionInvalid, PluginBroken
from orderloom.flow.version import Version
from orderloom.kernel.program import Program
from orderloom.plugins import LoadedPlugins
from orderloom.ports import Clock, Connector, Stores, Switch, Versions
from orderloom.ports.wakeups import Wakeups
from orderloom.runtime.clock import SystemClock
from orderloom.runtime.desk import Desk, LiveDesk
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.waking import Alone
from orderloom.runtime.worker import Progress, Worker
from orderloom.settings import FOLDER, MASTER_KEY, is_outgoing_stopped
from orderloom.store.engine import create
from orderloom.store.open import open_database


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A flow ready to run over a store.

    ``broken`` names plugins that could not be loaded; the flow does not use them. ``switch`` stops
    all outgoing calls. ``wakeups`` tell what other processes left to do. ``entry`` puts the flow's
    version in force before anything is written; None: the store asks for none. ``overruled`` is
    the version that stands in place of the folder's.
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
    wakeups: Wakeups
    entry: Entry | None = None
    overruled: Version | None = None

    def worker(self, desk: Desk, progress: Progress = lambda _: None) -> Worker:
        """Give a worker at a desk."""
        decider = ItemDecider(self.program)
        return Worker(desk, decider, self.splitter, self.flow.digest, telling(progress))

    def is_overtaken(self) -> bool:
        """Say whether another version has come in force since this one was opened."""
        active = self.stores.versions.active()
        return active is not None and active.number != self.stores.number

    def live_desk(self) -> Desk:
        """Give the desk that writes, once the flow's version is in force.

        Raises:
            DefinitionInvalid: Records stand in the way of it.
        """
        if self.entry is not None:
            self.entry.enter()
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
    follows: bool = False,
) -> Iterator[Application]:
    """Open a flow's folder over a store, and close the store at the end.

    Args:
        folder: The flow's folder.
        store_url: The store.
        environment: Which of the flow's; None: the first that is not production.
        clock: Says what time it is; None: the machine's.
        follows: Work under the version that is in force, whatever the folder holds.

    Raises:
        DefinitionInvalid: The flow has errors; all of them are inside.
        StoreUnusable: The store cannot be opened.
    """
    clock = clock or SystemClock()
    plugins = load_library()
    checked = check_with(plugins, folder, environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    choice = _Choice(checked.flow, Kept(folder=folder, plugins=plugins), follows=follows)
    key = os.environ.get(MASTER_KEY) or None
    base = folder.resolve()
    database = create(with_secrets(store_url, Secrets(os.environ)), keys=base / FOLDER)
    stores = open_database(database, checked.flow, clock, key, choice.choose)
    with (
        application_over(stores.flow, base, plugins, stores, clock) as app,
        closing(database.wakeups()) as wakeups,
    ):
        entry = Entry(stores.flow, app.program, stores, choice.kept, clock)
        yield replace(app, wakeups=wakeups, entry=entry, overruled=choice.overruled)


@dataclass(slots=True)
class _Choice:
    """Chooses between a folder's definitions and the version that a store works under."""

    own: Flow
    kept: Kept
    follows: bool
    overruled: Version | None = None

    def choose(self, versions: Versions) -> Flow:
        """Give the folder's, unless a person has put another in force since, or it is followed."""
        active = versions.active()
        if not self.follows or active is None or active.digest == self.own.digest:
            active = overruling(versions, self.own)
        if active is None:
            return self.kept.readable(self.own, versions)
        self.overruled = active
        return self.kept.ready(self.kept.flow(versions, active.digest), versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A flow with its connectors, and what is generated of it: only read, by any number of stores.

    ``base`` is its folder, resolved: addresses begin there. ``broken`` as in ``Application``.
    """

    flow: Flow
    base: Path
    connectors: dict[str, Connector]
    program: Program
    splitter: MappingPrograms
    broken: tuple[PluginBroken, ...]


def fitted(flow: Flow, base: Path, plugins: LoadedPlugins) -> Fitted:
    """Give a compiled flow with the connectors that it was compiled against."""
    connectors = connectors_of(flow, plugins.connectors)
    return Fitted(
        flow=flow,
        base=base,
        connectors=connectors,
        program=Program(flow, carriers_of(flow, connectors)),
        splitter=MappingPrograms(flow),
        broken=plugins.unusable,
    )


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
    with application_of(fitted(flow, base, plugins), stores, clock) as app:
        yield app


@contextmanager
def application_of(parts: Fitted, stores: Stores, clock: Clock) -> Iterator[Application]:
    """Do as ``application_over`` with what was made of the flow before."""
    switch = OutgoingSwitch(stopped=is_outgoing_stopped(os.environ), file=parts.base / STOP_FILE)
    secrets = Secrets(os.environ)
    switchboard = Switchboard(
        parts.flow,
        parts.base,
        parts.connectors,
        clock,
        Outside(switch=switch, secrets=secrets, notebooks=stores.notes),
    )
    try:
        yield Application(
            flow=parts.flow,
            base=parts.base,
            program=parts.program,
            stores=stores,
            connectors=parts.connectors,
            switchboard=switchboard,
            splitter=parts.splitter,
            clock=clock,
            secrets=secrets,
            broken=parts.broken,
            switch=switch,
            wakeups=Alone(),
        )
    finally:
        switchboard.close()
        stores.close()
