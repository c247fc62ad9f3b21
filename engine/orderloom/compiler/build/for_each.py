"""``for_each``: actions for every part of a list, or for every record of a selection."""

from dataclasses import replace

from orderloom.compiler.build.keeping import THIS, event_of, parts_read, reads_in, results_seen
from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.select import build_select, examined_sight
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.values import build_value, is_expression
from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import EVERYWHERE
from orderloom.compiler.resolve.scopes import record_type
from orderloom.definition.action import Action, ForEachItem, ForEachRecord
from orderloom.expression import types
from orderloom.expression.faults import shown
from orderloom.expression.types import AnyType, ListType, Type


def build_for_each(
    setting: Setting, node: MapNode, common: Common, build: BuildActions
) -> Action | None:
    """Build ``for_each``; ``as`` names the part, not a result."""
    common = {**common, "result": None}
    what = node.get("for_each")
    if isinstance(what, MapNode):
        return _over_records(setting, node, what, common, build)
    return _over_list(setting, node, what, common, build)


def _over_list(
    setting: Setting, node: MapNode, what: Node | None, common: Common, build: BuildActions
) -> Action | None:
    if not isinstance(what, ScalarNode):
        return None
    named = reading.scalar(node, "as")
    if named is None:
        setting.draft.findings.error("OL262", what.place)
    if not is_expression(what):
        setting.draft.findings.error("OL263", what.place, found=shown(what.text))
        return None
    items = build_value(setting.draft, what, setting.sight, None)
    of = types.ANY if items is None or items.compiled is None else items.compiled.type
    if not isinstance(of, ListType | AnyType):
        setting.draft.findings.error("OL263", what.place, found=str(of))
        return None
    part: Type = of.item if isinstance(of, ListType) else types.ANY
    inside = setting if named is None else _knowing(setting, named, part)
    do = build(inside.at(".do"), node.get("do"))
    if items is None or named is None:
        return None
    return ForEachItem(items=items, item=named.text, do=do, **common)


def _over_records(
    setting: Setting, node: MapNode, what: MapNode, common: Common, build: BuildActions
) -> Action | None:
    select = build_select(setting.draft, what, setting)
    record = setting.draft.outline.records.get("" if select is None else select.record)
    if select is None or record is None:
        return None
    sight = examined_sight(setting.draft, record, setting)
    inside = replace(setting, record=record, sight=sight)
    named = reading.scalar(node, "as")
    if named is not None:
        inside = _knowing(inside, named, record_type(record))
    cause = common["cause"]
    name = f"{cause.definition}.{cause.path}"
    do = build(inside.at(".do"), node.get("do"))
    action = _keeping(
        setting,
        ForEachRecord(
            name=name, select=select, item=None if named is None else named.text, do=do, **common
        ),
    )
    setting.draft.spreads[name] = action
    return action


def _keeping(setting: Setting, action: ForEachRecord) -> ForEachRecord:
    """Say what of the present the actions read when their turn comes."""
    reads = tuple(reads_in(action.do))
    roots = {read.root for read in reads}
    kept = [name for name in results_seen(setting) if name in roots and name != THIS]
    return replace(
        action,
        keeps_event=parts_read("event", event_of(setting), reads),
        keeps_results=tuple(kept),
        keeps_this=parts_read(THIS, record_type(setting.record), reads),
    )


def _knowing(setting: Setting, named: ScalarNode, of: Type) -> Setting:
    """Let the actions inside see the part, under a name that means nothing yet."""
    if named.text in setting.sight.scope.names or named.text in EVERYWHERE:
        setting.draft.findings.error("OL217", named.place, name=named.text)
        return setting
    return setting.knowing(named.text, of)
