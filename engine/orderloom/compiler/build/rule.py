"""Rules: what they listen to, ask and do."""

from collections.abc import Iterator
from dataclasses import replace

from orderloom.compiler.build.action import build_actions
from orderloom.compiler.build.contact import build_group
from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.figure import Asker, build_figures, frozen, with_facts
from orderloom.compiler.build.lasting import build_lasting, check_groups, check_keys
from orderloom.compiler.build.muting import build_inhibits, build_quiet
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.build.spans import some_span
from orderloom.compiler.build.triggers import event_shapes
from orderloom.compiler.build.values import build_entry
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, event_type, on_record, turns_of
from orderloom.compiler.resolve.outline import NO_RECORD, Declaration, RecordOutline
from orderloom.compiler.resolve.scopes import group_sight, record_sight, sight_without_record
from orderloom.definition.rule import OncePer, Rule, Severity
from orderloom.diagnostics import Place
from orderloom.expression.metrics import metrics_named


def build_rule(draft: Draft, declaration: Declaration) -> Rule | None:
    """Build a rule; None when nothing known says which record it is about."""
    root = declaration.root
    check_keys(draft, declaration)
    triggers = reading.words(root, "on")
    shapes = tuple(event_shapes(draft, triggers))
    record = _record(draft, root, shapes)
    if record is None:
        return None
    shapes = on_record(shapes, record.id)
    if "while" in root:
        event = event_type(draft.events[name] for name in turns_of(declaration.id))
    else:
        event = replace(event_type(shapes), open=len(shapes) < len(triggers))
    seen = (
        record_sight(draft.outline, record, event)
        if record.id
        else sight_without_record(draft.outline, event)
    )
    per = reading.texts(root, "per")
    seen = group_sight(draft.outline, seen, per)
    asker = Asker(draft=draft, name=f"{declaration.name}.facts", sight=seen)
    facts = build_figures(asker, root.get("facts"))
    judging = with_facts(seen, facts, root.get("facts"))
    setting = Setting(
        draft=draft,
        definition=declaration.name,
        path="do",
        record=record,
        sight=frozen(judging),
    )
    lasting = build_lasting(setting, root, judging) if "while" in root else None
    if lasting is not None and not record.id:
        check_groups(draft, root, facts, lasting)
    if lasting is None and "while" in root:
        return None
    return Rule(
        id=declaration.id,
        place=declaration.place,
        on=tuple(dict.fromkeys(shape.name for shape in shapes)),
        record=record.id,
        do=build_actions(setting, root.get("do")),
        when=condition(draft, root.get("when"), judging),
        facts=facts,
        per=per,
        quiet=build_quiet(draft, root),
        inhibited_by=build_inhibits(draft, root),
        repeat_every=some_span(draft, root, "repeat_every"),
        group=build_group(draft, root, _shared(root, record, shapes), complete=record.complete),
        lasting=lasting,
        once_per=_once_per(setting, root),
        priority=reading.number(root, "priority", 0),
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
        severity=_severity(declaration),
    )


def _shared(
    root: MapNode, record: RecordOutline, shapes: tuple[EventShape, ...]
) -> Iterator[tuple[str, Place]]:
    """Give the names whose values starts may share: of the group, the record and the event."""
    own = (*reading.words(root, "per"), *(key for key, _ in reading.entries(root, "facts")))
    yield from ((word.text, word.place) for word in own)
    for name in (*record.fields, *record.engine_names()):
        yield name, record.fields[name].place if name in record.fields else record.place
    for shape in shapes:
        yield from ((name, Place("", 0)) for name in ("source", *shape.parts))


def _once_per(setting: Setting, root: MapNode) -> OncePer | None:
    node = reading.submap(root, "once_per")
    every = None if node is None else some_span(setting.draft, node, "every")
    if node is None or every is None:
        return None
    return OncePer(every=every, key=build_entry(setting.draft, node, "key", setting.sight, None))


def _severity(declaration: Declaration) -> Severity:
    match reading.text(declaration.root, "severity"):
        case "warning":
            return "warning"
        case "critical":
            return "critical"
        case _:
            return "info"


def _record(draft: Draft, root: MapNode, shapes: tuple[EventShape, ...]) -> RecordOutline | None:
    """Settle which record a rule is about: that of its events, which must be of one type."""
    named = reading.scalar(root, "record")
    draft.record(named)
    if named is not None:
        first = named.text
    elif "while" in root and ("per" in root or "facts" in root or _reads_metrics(root)):
        return NO_RECORD
    elif "while" in root:
        draft.findings.error("OL176", root.keys["while"].place)
        return None
    elif shapes:  # an event of the flow's own may be about any record
        settling = [shape for shape in shapes if shape.kind != "emitted"] or shapes
        first = settling[0].record
    else:  # no event is known; the first word is likely spelt right
        first = next((word.text.split(".")[0] for word in reading.words(root, "on")), "")
    other = next((each for each in on_record(shapes, first) if each.record != first), None)
    if other is not None:
        place = root.keys["on"].place if named is None else named.place
        _refuse_mixture(draft, place, shapes, first, other)
    return draft.outline.records.get(first) if first else NO_RECORD


def _reads_metrics(root: MapNode) -> bool:
    asked = (reading.scalar(root, key) for key in ("while", "until"))
    return any(each is not None and metrics_named(each.text) for each in asked)


def _refuse_mixture(
    draft: Draft, place: Place, shapes: tuple[EventShape, ...], first: str, other: EventShape
) -> None:
    """Refuse events of several record types, or of one and of none."""
    if not first:
        draft.findings.error("OL466", place, name=shapes[0].name, record=other.record)
    elif not other.record:
        draft.findings.error("OL466", place, name=other.name, record=first)
    else:
        draft.findings.error("OL425", place, record=first, other=other.record, name=other.name)
