"""``migrate``: what becomes of records when a version takes the place of another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from orderloom.compiler.build.record_values import build_changes
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type
from orderloom.compiler.resolve.outline import Declaration, MachineOutline, RecordOutline
from orderloom.compiler.resolve.scopes import record_sight
from orderloom.definition.migrate import Migrate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Where an entry's records stand: a machine by its id, and a state of it or of before.

    ``state`` is None where all of the machine's are meant, which only ``finish`` does.
    """

    machine: str
    state: str | None
    outline: MachineOutline


def build_migrate(draft: Draft, flow: Declaration) -> tuple[Migrate, ...]:
    """Build the entries that make sense, in file order."""
    entries = reading.several(flow.root.get("migrate"))
    built = (
        _entry(draft, flow.name, index, node)
        for index, node in enumerate(entries)
        if isinstance(node, MapNode)
    )
    return tuple(each for each in built if each is not None)


def _entry(draft: Draft, definition: str, index: int, node: MapNode) -> Migrate | None:
    record = draft.record(reading.scalar(node, "record"))
    if record is None:
        return None
    sight = record_sight(draft.outline, record, replace(event_type(()), open=True))
    setting = Setting(
        draft=draft, definition=definition, path=f"migrate[{index}]", record=record, sight=sight
    )
    standing = _standing(draft, record, node)
    target = reading.scalar(node, "to")
    finish = reading.flag(node, "finish")
    if standing is None and (finish or "state" in node):
        return None
    if finish and target is not None:
        draft.findings.error("OL052", target.place, record=record.id)
        return None
    return Migrate(
        cause=setting.cause(node),
        record=record.id,
        machine=None if standing is None else standing.machine,
        state=None if standing is None else standing.state,
        to=_target(draft, standing, target),
        finish=finish,
        rename=_renamed(draft, record, node),
        values=build_changes(setting, reading.submap(node, "set")),
        written=_written(node),
    )


def _standing(draft: Draft, record: RecordOutline, node: MapNode) -> _Standing | None:
    """Say where they stand; None without ``state`` and ``finish``, or with a finding."""
    state, named = reading.scalar(node, "state"), reading.scalar(node, "machine")
    if state is None and not reading.flag(node, "finish"):
        return None
    text = None if state is None else state.text
    machines = {each.id: each for each in record.machines}
    if named is None:
        if len(machines) != 1:
            known = ", ".join(f"'{name}'" for name in machines) or "–"
            code, place = ("OL053", node.place) if state is None else ("OL696", state.place)
            draft.findings.error(code, place, record=record.id, known=known)
            return None
        only = next(iter(machines.values()))
        return _Standing(machine=only.id, state=text, outline=only)
    outline = machines.get(named.text)
    if outline is None:
        places = {name: each.place for name, each in machines.items()}
        draft.unknown("OL697", named, places, record=record.id)
        return None
    return _Standing(machine=named.text, state=text, outline=outline)


def _target(draft: Draft, standing: _Standing | None, target: ScalarNode | None) -> str | None:
    if target is None or standing is None:
        return None
    if target.text not in standing.outline.states:
        states = standing.outline.states
        draft.findings.unknown("OL203", target.place, target.text, states, of=standing.machine)
        return None
    return standing.outline.beginning(target.text)


def _renamed(draft: Draft, record: RecordOutline, node: MapNode) -> Mapping[str, str]:
    """Read ``rename``: from a field that is gone to one that is there and written, not computed."""
    stored = {
        name: field.place
        for name, field in record.fields.items()
        if name not in record.computed and field.kind != "records" and not field.measured
    }
    stored |= {machine.field: machine.place for machine in record.machines}
    found: dict[str, str] = {}
    for old, new in reading.entries(node, "rename"):
        if not isinstance(new, ScalarNode):
            continue
        if old.text in record.fields or old.text in record.state_fields():
            draft.findings.error("OL695", old.place, name=old.text, record=record.id)
        elif new.text not in stored:
            draft.unknown("OL205", new, stored, record=record.id)
        elif new.text in found.values():
            draft.findings.error("OL698", new.place, name=new.text)
        else:
            found[old.text] = new.text
    return MappingProxyType(found)


def _written(node: Node | None) -> str:
    """Give what a node says as one text, whatever its layout."""
    if isinstance(node, MapNode):
        parts = sorted((key, _written(each)) for key, each in node.entries.items())
        return "{" + ", ".join(f"{key!r}: {text}" for key, text in parts) + "}"
    if isinstance(node, ListNode):
        return "[" + ", ".join(map(_written, node.items)) + "]"
    return repr(node.text) if isinstance(node, ScalarNode) else ""
