"""``open_case``: what it writes, and what is to happen to the case and its subject later."""

from dataclasses import replace
from typing import TypeVar

from orderloom.compiler.build.action_verbs import typed_values
from orderloom.compiler.build.keeping import event_of, parts_read, reads_in, results_seen
from orderloom.compiler.build.later import BuildActions, build_laters
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.outline import Outline, RecordOutline
from orderloom.compiler.resolve.scopes import record_sight, record_type
from orderloom.definition.action import Action, Ask, OpenCase
from orderloom.definition.common import Value
from orderloom.expression.scope import Name

CASE_ENGINE_FIELDS = ("type", "record", "number")
"""Fields of a case that ``open_case`` itself fills."""

SUBJECT = "record"
_Opener = TypeVar("_Opener", bound=Ask | OpenCase)


def case_of(outline: Outline, case_type: str) -> RecordOutline:
    """Give the record type that a case of a type is of: one that extends ``case``, else that."""
    record = outline.records.get(case_type)
    return record if record is not None and CASE in record.lineage else outline.records[CASE]


def on_subject(setting: Setting, of: Value | None) -> Setting:
    """Give what the subject of a case sees when it is another record than the list is about."""
    if of is None:
        return setting
    names = setting.sight.scope.names
    sight = record_sight(setting.draft.outline, setting.record, event_of(setting))
    own = sight.scope.names
    kept = {name: names[name] for name in results_seen(setting) if name not in own}
    complete = sight.complete and setting.sight.complete
    return replace(setting, sight=replace(sight.adding(kept), complete=complete))


def build_open_case(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common, build: BuildActions
) -> Action:
    """Build ``open_case``; its type, subject and number are the engine's to fill in."""
    case = case_of(setting.draft.outline, named.text)
    writable = {name: each for name, each in case.fields.items() if name not in CASE_ENGINE_FIELDS}
    values = typed_values(setting, reading.submap(node, "with"), writable, "OL205", case.id)
    setting = on_subject(setting, common["of"])
    answered = after_answer(setting, case)
    cause = common["cause"]
    action = OpenCase(
        case=named.text,
        record=case.id,
        values=values,
        name=f"{cause.definition}.{cause.path}",
        later=build_laters(inside(setting, case).at(".later"), node.get("later"), build),
        then=build(answered.at(".then"), node.get("then")),
        **common,
    )
    action = keeping_what_is_read(setting, action)
    if action.is_awaited:
        setting.draft.openings[action.name] = action
    return action


def keeping_what_is_read(setting: Setting, action: _Opener) -> _Opener:
    """Let an action keep of its surroundings what is read when it is answered, or time is over."""
    reads = tuple(reads_in((action.later, action.then, action.otherwise)))
    roots = {read.root for read in reads}
    return replace(
        action,
        keeps_event=parts_read("event", event_of(setting), reads),
        keeps_results=tuple(name for name in results_seen(setting) if name in roots),
    )


def after_answer(setting: Setting, case: RecordOutline) -> Setting:
    """Give what is seen after an answer: all as before, and the case as ``answer``."""
    return setting.knowing("answer", record_type(case))


def inside(setting: Setting, case: RecordOutline) -> Setting:
    """Give what a case's ``later`` sees: the case, its subject as ``record``, what was frozen."""
    names = setting.sight.scope.names
    sight = record_sight(setting.draft.outline, case, event_of(setting))
    kept = {name: names[name] for name in results_seen(setting)}
    subject = Name(type=record_type(setting.record), source=f"e.results.get({SUBJECT!r})")
    sight = replace(sight.adding(kept | {SUBJECT: subject}), complete=setting.sight.complete)
    return replace(setting, record=case, sight=sight)
