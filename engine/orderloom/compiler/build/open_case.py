"""``open_case``: what it writes, and what is to happen to the case and its subject later."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace

from orderloom.compiler.build.action_verbs import typed_values
from orderloom.compiler.build.later import BuildActions, build_laters
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import record_sight, record_type
from orderloom.definition.action import Action, OpenCase
from orderloom.expression.compiled import Compiled, Read
from orderloom.expression.scope import Name
from orderloom.expression.types import ObjectType

CASE_ENGINE_FIELDS = ("type", "record", "number")
"""Fields of a case that ``open_case`` itself fills."""

SUBJECT = "record"
_PART = re.compile(r"event\.([^.\[]+)")


def build_open_case(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common, build: BuildActions
) -> Action:
    """Build ``open_case``; its type, subject and number are the engine's to fill in."""
    case = setting.draft.outline.records[CASE]
    writable = {name: each for name, each in case.fields.items() if name not in CASE_ENGINE_FIELDS}
    values = typed_values(setting, reading.submap(node, "with"), writable, "OL205", CASE)
    answered = after_answer(setting, case)
    cause = common["cause"]
    action = OpenCase(
        case=named.text,
        values=values,
        name=f"{cause.definition}.{cause.path}",
        later=build_laters(_inside(setting, case).at(".later"), node.get("later"), build),
        then=build(answered.at(".then"), node.get("then")),
        **common,
    )
    reads = tuple(reads_in((action.later, action.then, action.otherwise)))
    roots = {read.root for read in reads}
    action = replace(
        action,
        keeps_event=_parts_of_event(setting, reads),
        keeps_results=tuple(name for name in _results(setting) if name in roots),
    )
    if action.is_awaited:
        setting.draft.openings[action.name] = action
    return action


def after_answer(setting: Setting, case: RecordOutline) -> Setting:
    """Give what is seen after an answer: all as before, and the case as ``answer``."""
    return setting.knowing("answer", record_type(case))


def _inside(setting: Setting, case: RecordOutline) -> Setting:
    """Give what a case's ``later`` sees: the case, its subject as ``record``, what was frozen."""
    names = setting.sight.scope.names
    sight = record_sight(setting.draft.outline, case, _event(setting))
    kept = {name: names[name] for name in _results(setting)}
    subject = Name(type=record_type(setting.record), source=f"e.results.get({SUBJECT!r})")
    sight = replace(sight.adding(kept | {SUBJECT: subject}), complete=setting.sight.complete)
    return replace(setting, record=case, sight=sight)


def _results(setting: Setting) -> list[str]:
    """Name the results of earlier actions that are seen here."""
    names = setting.sight.scope.names.items()
    return [name for name, each in names if each.source.startswith("e.results.")]


def _parts_of_event(setting: Setting, reads: Iterable[Read]) -> tuple[str, ...]:
    """Name the parts of ``event`` that are read; all of them when it is read as a whole."""
    parts: dict[str, None] = {}
    for read in reads:
        if read.root != "event":
            continue
        part = _PART.match(read.path)
        names = _event(setting).fields if part is None else (part[1],)
        parts |= dict.fromkeys(names)
    return tuple(parts)


def _event(setting: Setting) -> ObjectType:
    of = setting.sight.scope.names["event"].type
    return of if isinstance(of, ObjectType) else ObjectType({}, open=True)


def reads_in(part: object) -> Iterator[Read]:
    """Give everything that the expressions inside a definition's part read."""
    if isinstance(part, Compiled):
        yield from part.reads
    elif isinstance(part, tuple):
        for each in part:
            yield from reads_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from reads_in(getattr(part, field.name))
