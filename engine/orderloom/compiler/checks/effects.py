"""What follows from what: an event, who hears it, and the event that this makes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import (
    Action,
    Actions,
    Ask,
    Call,
    Choose,
    Create,
    Emit,
    Fire,
    ForEachItem,
    ForEachRecord,
    Hold,
    Notify,
    OpenCase,
    Run,
    Set,
    Tag,
    Unhold,
)
from orderloom.definition.common import Condition, Value
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine, Transition
from orderloom.definition.tree import every_branch
from orderloom.diagnostics import Place

_ANEW = frozenset({"event", "answer"})
"""Names whose values are others each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event leads to another.

    Attributes:
        source: The event that is heard.
        target: The event that it leads to; "": what it writes, whoever hears of that.
        by: The definition that hears it.
        place: What makes the other event.
        writes: What is changed, ``order.lane``; "" where nothing is.
        value: What is written there, as a text.
        reads: What that is worked out of.
        is_anew: It is another value each time, or something that happens however often it is done.
        wakes: The definition acts only when one of these has changed in between; None: always.
        origins: States that it leads out of, of the machine that ``writes`` names; else empty.
        is_plain: A rule sets a field of its record, or a transition is taken by itself whatever
            else is true: circles of such alone are told elsewhere.
    """

    source: str
    target: str
    by: str
    place: Place
    writes: str = ""
    value: str = ""
    reads: frozenset[str] = frozenset()
    is_anew: bool = False
    wakes: frozenset[str] | None = None
    origins: frozenset[str] = frozenset()
    is_plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hearing:
    """Who hears an event, about which record."""

    source: str
    record: str
    by: str
    wakes: frozenset[str] | None = None
    of_rule: bool = False


class Effects:
    """All steps of a flow that lead to an event that somebody hears."""

    def __init__(self, draft: Draft, flow: Flow) -> None:
        self._draft = draft
        self._flow = flow
        self._heard = {*flow.rules_on, *flow.trees_on}
        for machine in flow.machines.values():
            states = (f"{machine.record}.{machine.field}.{each}" for each in machine.states)
            self._heard.update(states)
            for way in machine.transitions:
                if way.automatic:
                    self._heard.update(_changes(machine.record, _roots(way.when)))
        for record in flow.records.values():
            for name in record.computed:
                compute = record.fields[name].compute
                roots = set() if compute is None else set(compute.paths.values())
                self._heard.update(_changes(record.id, roots))

    def steps(self) -> Iterator[Step]:
        """Give every step."""
        for event, rules in self._flow.rules_on.items():
            for rule in rules:
                if rule.once_per is None:
                    by = _Hearing(
                        source=event, record=rule.record, by=f"rule/{rule.id}", of_rule=True
                    )
                    yield from self._act(by, rule.do)
        for event, trees in self._flow.trees_on.items():
            for tree in trees:
                for branch in every_branch(tree):
                    when = (branch.when,) if branch.when is not None else ()
                    wakes = frozenset(f"{tree.record}.{each}" for each in _roots(when))
                    by = _Hearing(
                        source=event, record=tree.record, by=f"tree/{tree.id}", wakes=wakes
                    )
                    yield from self._act(by, branch.do)
        for machine in self._flow.machines.values():
            yield from self._of_machine(machine)
        yield from self._computed()

    def _of_machine(self, machine: Machine) -> Iterator[Step]:
        record, by = machine.record, f"machine/{machine.id}"
        for state in machine.states.values():
            source = f"{record}.{machine.field}.{state.name}"
            yield from self._act(_Hearing(source=source, record=record, by=by), state.enter)
        for way in machine.transitions:
            source = f"{record}.{machine.field}.{way.target}"
            yield from self._act(_Hearing(source=source, record=record, by=by), way.do)
            if way.automatic:
                sources = [f"{record}.{machine.field}.{each}" for each in way.origins]
                for heard in (*sources, *_changes(record, _roots(way.when))):
                    hearing = _Hearing(source=heard, record=record, by=by)
                    steps = self._moved(hearing, machine, way, way.cause.place)
                    yield from (replace(each, is_plain=not way.when) for each in steps)

    def _computed(self) -> Iterator[Step]:
        for record in self._flow.records.values():
            for name in record.computed:
                field = record.fields[name]
                if field.compute is None:
                    continue
                for root in set(field.compute.paths.values()):
                    hearing = _Hearing(
                        source=f"{record.id}.{root}.changed",
                        record=record.id,
                        by=f"record/{record.id}",
                    )
                    step = _step(hearing, field.place, writes=f"{record.id}.{name}", is_anew=True)
                    yield from self._to(step, _changes(record.id, (name,)))

    def _act(
        self, hearing: _Hearing, actions: Actions, inside: frozenset[str] = frozenset()
    ) -> Iterator[Step]:
        for action in actions:
            about = replace(hearing, record=action.of_record or hearing.record)
            yield from self._made(about, action, inside)
            if not isinstance(action, OpenCase | Ask):  # there people answer, in their own time
                yield from self._act(about, action.then, inside)
                yield from self._act(about, action.otherwise or (), inside)

    def _made(  # noqa: C901, PLR0912 - one arm an action
        self, hearing: _Hearing, action: Action, inside: frozenset[str]
    ) -> Iterator[Step]:
        record, place = hearing.record, action.cause.place
        match action:
            case Choose(branches=branches):
                for branch in branches:
                    yield from self._act(hearing, branch.do, inside)
            case ForEachItem(do=do):
                yield from self._act(hearing, do, inside)
            case ForEachRecord(select=select, do=do):
                yield from self._act(replace(hearing, record=select.record), do, inside)
            case Run(playbook=name) if name in self._flow.playbooks and name not in inside:
                do = self._flow.playbooks[name].do
                steps = self._act(hearing, do, inside | {name})
                yield from (replace(each, place=place, is_plain=False) for each in steps)
            case Set(changes=changes):
                for field, value in changes:
                    yield from self._set(hearing, field, value, is_own=action.of is None)
            case Fire(transition=name):
                for machine in self._flow.machines.values():
                    if machine.record == record:
                        for way in machine.named.get(name, ()):
                            yield from self._moved(hearing, machine, way, place)
            case Tag(tag=tag, off=off):
                event = f"{record}.{'untagged' if off else 'tagged'}"
                step = _step(hearing, place, writes=f"{record} tag {tag}", value=str(off))
                yield from self._to(step, (event,))
            case Hold(hold=hold):
                step = _step(hearing, place, writes=f"{record} hold {hold}", value="on")
                yield from self._to(step, (f"{record}.held",))
            case Unhold(hold=hold):
                step = _step(hearing, place, writes=f"{record} hold {hold}", value="off")
                yield from self._to(step, (f"{record}.unheld",))
            case Create(record=made) | OpenCase(record=made) | Ask(record=made):
                # Of one identity there is one record; in each round it must be another's.
                if hearing.source.endswith(".created") and not self._is_fixed(action):
                    created = (f"{made}.created",)
                    yield from self._to(_step(hearing, place, is_anew=True), created)
            case Emit(event=event):
                yield from self._to(_step(hearing, place, is_anew=True), self._emitted(event))
            case Notify(message=message):
                sent = (f"message.{message}.sent",)
                yield from self._to(_step(hearing, place, is_anew=True), sent)
            case Call(to=connections):
                words = ("answered", "rejected", "failed")
                asked = [f"connection.{each}.{word}" for each in connections for word in words]
                yield from self._to(_step(hearing, place, is_anew=True), asked)
            case _:
                pass

    def _is_fixed(self, action: Create | OpenCase | Ask) -> bool:
        """Say whether an action always asks for the same record."""
        if not isinstance(action, Create) or action.record not in self._flow.records:
            return False
        values = dict(action.values)
        named = [values.get(name) for name in self._flow.records[action.record].identity]
        return all(each is not None and each.compiled is None for each in named)

    def _set(self, hearing: _Hearing, field: str, value: Value, *, is_own: bool) -> Iterator[Step]:
        paths = () if value.compiled is None else value.compiled.paths.values()
        said = repr(value.constant) if value.compiled is None else value.compiled.text
        step = _step(
            hearing,
            value.place,
            writes=f"{hearing.record}.{field}",
            value=said,
            reads=frozenset(f"{hearing.record}.{each}" for each in paths),
            is_anew=not _ANEW.isdisjoint(paths),
            is_plain=hearing.of_rule and is_own,
        )
        yield from self._to(step, _changes(hearing.record, (field,)))

    def _moved(
        self, hearing: _Hearing, machine: Machine, way: Transition, place: Place
    ) -> Iterator[Step]:
        before = f"{machine.record}.{machine.field}."
        if hearing.source.startswith(before) and hearing.record == machine.record:
            standing = hearing.source.removeprefix(before)
            if standing in machine.states and not any(
                standing in machine.path(each) for each in way.origins
            ):
                return  # it cannot be taken from there
        step = _step(
            hearing,
            place,
            writes=f"{machine.record}.{machine.field}",
            value=way.target,
            origins=frozenset(way.origins),
        )
        entered = [f"{before}{each}" for each in machine.path(way.target)]
        yield from self._to(step, (*entered, *_changes(machine.record, (machine.field,))))

    def _emitted(self, event: str) -> Iterator[str]:
        for name, shape in self._draft.events.items():
            if shape.kind == "emitted" and shape.subject == event:
                yield name

    def _to(self, step: Step, events: Iterable[str]) -> Iterator[Step]:
        yield from (replace(step, target=each) for each in events if each in self._heard)
        if step.writes:
            yield step


def _step(hearing: _Hearing, place: Place, **more: object) -> Step:
    return Step(
        source=hearing.source,
        target="",
        by=hearing.by,
        place=place,
        wakes=hearing.wakes,
        **more,  # type: ignore[arg-type] # its callers name fields of a step
    )


def _changes(record: str, fields: Iterable[str]) -> tuple[str, ...]:
    names = tuple(f"{record}.{each}.changed" for each in fields)
    return (*names, f"{record}.changed") if names else ()


def _roots(conditions: Iterable[Condition]) -> set[str]:
    return {root for each in conditions for root in each.compiled.paths.values()}
