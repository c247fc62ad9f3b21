"""Which version of a flow a store works under, and how another one takes its place."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from orderloom.app.carriers import carriers_of
from orderloom.app.connectors import Shapes, connectors_of
from orderloom.app.sheets import read_sheet
from orderloom.app.splitting import MappingPrograms
from orderloom.compiler.load import CheckedFlow, check_kept, kept_documents
from orderloom.compiler.resolve.finishing import kept_machines
from orderloom.compiler.resolve.outline import Kept as KeptMachine
from orderloom.definition.flow import Flow
from orderloom.errors import DefinitionInvalid, StoreUnusable
from orderloom.flow.command import Actor, Deploy, Origin, Turns
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.version import Keep, Version
from orderloom.foresight.dry_desk import DryDesk
from orderloom.governance.change import Change, back, forward, stored_renames
from orderloom.governance.checking import against
from orderloom.governance.finishing import with_keeps
from orderloom.governance.planning import turns_of
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.plugins import LoadedPlugins
from orderloom.ports import Clock, Stores, Versions
from orderloom.runtime.desk import Desk, LiveDesk
from orderloom.runtime.item import ItemDecider
from orderloom.runtime.worker import Worker

How = Literal["start", "deploy", "rollback"]
Progress = Callable[[Batch], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where versions are compiled again from what a store keeps of them, each once."""

    folder: Path
    plugins: LoadedPlugins
    compiled: dict[str, Flow] = field(default_factory=dict)

    def flow(self, versions: Versions, digest: str) -> Flow:
        """Compile a version.

        Raises:
            DefinitionInvalid: This program no longer takes it.
        """
        if digest in self.compiled:
            return self.compiled[digest]
        environment, sources = versions.sources(digest)
        checked = self._check(sources, environment)
        if checked.flow is None:
            raise DefinitionInvalid(checked.diagnostics)
        self.compiled[digest] = checked.flow
        return checked.flow

    def in_force(self, versions: Versions) -> Flow | None:
        """Compile the version in force with what is kept under it; None where that fails."""
        active = versions.active()
        if active is None:
            return None
        try:
            return self.with_earlier(self.flow(versions, active.digest), active.keeps, versions)
        except DefinitionInvalid:
            return None

    def ready(self, flow: Flow, versions: Versions) -> Flow:
        """Give a flow as a store works, or would work, under it when somebody starts it.

        Raises:
            DefinitionInvalid: A machine that records keep does not fit it.
        """
        active = versions.active()
        if active is None:
            return flow
        if active.digest == flow.digest:
            return self.with_earlier(flow, active.keeps, versions)
        return self.with_earlier(flow, self.change(flow, versions).keeps, versions)

    def readable(self, flow: Flow, versions: Versions) -> Flow:
        """Do as ``ready``; one that is not in force and cannot be only reads."""
        active = versions.active()
        try:
            return self.ready(flow, versions)
        except DefinitionInvalid:
            if active is None or active.digest == flow.digest:
                raise
            return flow

    def change(self, flow: Flow, versions: Versions) -> Change:
        """Give the way from the version in force to another one."""
        return self.keeping(forward(self.in_force(versions), flow), versions)

    def keeping(self, change: Change, versions: Versions) -> Change:
        """Add to a change what records keep of earlier versions."""
        every = versions.every()
        still = versions.finishing() if every and every[-1].keeps else {}
        return with_keeps(change, every, still)

    def with_earlier(self, flow: Flow, keeps: Sequence[Keep], versions: Versions) -> Flow:
        """Compile a flow again together with machines of earlier versions.

        Raises:
            DefinitionInvalid: One of them does not fit it.
        """
        if not keeps:
            return flow
        key = ":".join([flow.digest, *(repr(keep) for keep in keeps)])
        if key not in self.compiled:
            kept = [each for keep in keeps for each in self._machine(keep, versions)]
            checked = self._check(flow.sources, flow.environment, tuple(kept))
            if checked.flow is None:
                raise DefinitionInvalid(checked.diagnostics)
            self.compiled[key] = checked.flow
        return self.compiled[key]

    def _machine(self, keep: Keep, versions: Versions) -> tuple[KeptMachine, ...]:
        digest = next(each.digest for each in versions.every() if each.number == keep.number)
        _, sources = versions.sources(digest)
        documents = kept_documents(self.folder / f"@{keep.number}", sources)
        return kept_machines(documents, keep.machine, keep.number, keep.states)

    def _check(
        self,
        sources: Mapping[PurePosixPath, str],
        environment: str,
        finishing: tuple[KeptMachine, ...] = (),
    ) -> CheckedFlow:
        return check_kept(
            self.folder,
            sources,
            environment=environment,
            connectors=Shapes(self.plugins.connectors, self.plugins.broken),
            extensions=self.plugins.added.extensions,
            read_sheet=read_sheet,
            finishing=finishing,
        )


def overruling(versions: Versions, own: Flow) -> Version | None:
    """Give the version that a person put in force over the definitions of ``own``.

    Definitions that were never in force are the next version, and so are earlier ones as long as
    only starts brought versions along. But what a deploy or a rollback took out of force comes
    back by a deploy only: a folder that nobody has touched must not undo it.
    """
    active = versions.active()
    if active is None or active.digest == own.digest or active.how == "start":
        return None
    if all(each.digest != own.digest for each in versions.every()):
        return None
    environment, _ = versions.sources(active.digest)
    return active if environment == own.environment else None


@dataclass(slots=True)
class Entry:
    """Puts a flow's version in force before anything is written under it.

    Attributes:
        flow: The version.
        program: It, ready to run.
        stores: The store, read under it.
        kept: Where the version before is compiled.
        clock: Says when that is.
        is_over: Whether it is in force.
    """

    flow: Flow
    program: Program
    stores: Stores
    kept: Kept
    clock: Clock
    is_over: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        active = self.stores.versions.active()
        self.is_over = active is not None and active.digest == self.flow.digest

    def enter(self) -> None:
        """Put the version in force as whoever starts does, unless it is already.

        Raises:
            DefinitionInvalid: Records stand in the way; every finding is inside.
        """
        if not self.is_over:
            self.deploy(LiveDesk(self.stores))

    def rehearse(self, desk: DryDesk) -> None:
        """Do as ``enter`` at a desk that forgets it."""
        if not self.is_over:
            self._put_in_force(desk, self.change(), "start", None, _nobody)

    def change(self) -> Change:
        """Give the way from the version in force to this one."""
        return self.kept.change(self.flow, self.stores.versions)

    def deploy(
        self,
        desk: Desk,
        change: Change | None = None,
        how: How = "start",
        by: Actor | None = None,
        progress: Progress = lambda _: None,
    ) -> Decision | None:
        """Put the version in force at a desk, and give every record concerned its turn.

        Args:
            desk: Where that is done; a dry one forgets it.
            change: What is between; None: the way forward.
            how: Who brought it.
            by: The person, who must be one that publishes here; None: nobody.
            progress: Called with each batch that is written.

        Returns:
            What was decided; None where there was nothing to decide, for it is the first version.

        Raises:
            DefinitionInvalid: Records stand in the way; every finding is inside.
        """
        decision = self._put_in_force(desk, change or self.change(), how, by, progress)
        self.is_over = not isinstance(desk, DryDesk)
        return decision

    def _put_in_force(
        self, desk: Desk, change: Change, how: How, by: Actor | None, progress: Progress
    ) -> Decision | None:
        self.kept.with_earlier(self.flow, change.keeps, self.stores.versions)
        if change.old is not None:
            self._work_before(desk, change.old, progress)
        try:
            return self._at_once(desk, change, how, by, progress)
        except StoreUnusable as error:
            if error.code != "OL692" or not self._is_there():
                raise
            return None

    def _is_there(self) -> bool:
        """Say whether another process has just put the very same version in force."""
        active = self.stores.versions.active()
        if active is None or active.digest != self.flow.digest:
            return False
        self.stores.stand(active)
        return True

    def _at_once(
        self, desk: Desk, change: Change, how: How, by: Actor | None, progress: Progress
    ) -> Decision | None:
        """Look at all records and put the version in force while nobody can write any."""
        renames = stored_renames(change)
        self.stores.rename(renames)
        made: list[Batch] = []

        def prepare() -> Batch:
            active = self.stores.versions.active()
            version = Version(
                number=1 if active is None else active.number + 1,
                digest=self.flow.digest,
                at=self.clock.now(),
                how=how,
                who=None if by is None else by.id,
                renames=renames,
                keeps=change.keeps,
            )
            made.append(self._prepared(desk, change, version, by))
            return made[-1]

        try:
            desk.commit_alone(prepare)
        except _NotAllowed as refused:
            return refused.decision
        progress(made[-1])
        self._worker(desk, self.program, self.flow, progress).work_jobs()
        return next(iter(made[-1].decisions), None)

    def _prepared(self, desk: Desk, change: Change, version: Version, by: Actor | None) -> Batch:
        with self.stores.reader() as reader:
            if findings := tuple(against(change, reader)):
                raise DefinitionInvalid(findings)
            turns = turns_of(change, reader)
        batch = Batch(version=version)
        if version.number > 1 or turns:
            decision = self._decided(desk, version, turns, by)
            if decision.outcome == "refused":
                raise _NotAllowed(decision)
            batch.decisions.append(decision)
        return batch

    def _decided(
        self, desk: Desk, version: Version, turns: tuple[Turns, ...], by: Actor | None
    ) -> Decision:
        origin = Origin(f"deploy:{version.number}:{version.digest[:16]}", actor=by)
        command = Deploy(origin, version.at, version.number, version.how, turns)
        with desk.picture() as picture:
            return decide(self.program, picture, command)

    def _work_before(self, desk: Desk, old: Flow, progress: Progress) -> None:
        """Let the version before end what it began: jobs, and timers that are due by now."""
        before = self.stores.under(old)
        if (active := self.stores.versions.active()) is not None:
            before.stand(active)
        program = Program(old, carriers_of(old, connectors_of(old, self.kept.plugins.connectors)))
        there = desk.under(before) if isinstance(desk, DryDesk) else nullcontext()
        with there:
            own = desk if isinstance(desk, DryDesk) else LiveDesk(before)
            worker = self._worker(own, program, old, progress)
            worker.work_jobs()
            worker.fire_due(self.clock.now())

    def _worker(self, desk: Desk, program: Program, flow: Flow, progress: Progress) -> Worker:
        decider = ItemDecider(program)
        return Worker(desk, decider, MappingPrograms(flow), flow.digest, progress)


class _NotAllowed(Exception):
    """A person may not put versions in force; ``decision`` says so."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reasons)
        self.decision = decision


def _nobody(_: Batch) -> None:
    """Tell nobody."""


def way_back(stores: Stores, kept: Kept, target: Version, flow: Flow) -> Change:
    """Give the way from the version in force back to an earlier one, with what records keep."""
    since = [each for each in stores.versions.every() if each.number > target.number]
    undone = [kept.flow(stores.versions, each.digest) for each in reversed(since)]
    return kept.keeping(back(undone, flow), stores.versions)
