"""``call``: whom it asks, what it hands over, and what is to happen when the answer is there."""

from dataclasses import replace

from orderloom.compiler.build.keeping import event_of, parts_read, reads_in, results_seen
from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.open_case import on_subject
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.values import build_entry, build_value
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.reach import Reach, read_reach
from orderloom.definition.action import Action, Call
from orderloom.definition.common import Value
from orderloom.expression import types
from orderloom.expression.types import ObjectType, Type

ANSWER = "answer"
_OPEN = ObjectType({}, open=True)


def build_call(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common, build: BuildActions
) -> Action | None:
    """Build ``call``; None, with findings, when there is no such operation."""
    reach = read_reach(setting.draft, named)
    answers = None if reach is None else reach.answers()
    about = on_subject(setting, common["of"])
    then = build(_seeing(about, node, _answer_type(answers)).at(".then"), node.get("then"))
    if reach is None:
        return None
    _check_record(setting, node, named)
    once = build_entry(setting.draft, node, "once", setting.sight, None)
    if reach.irreversible and "once" not in node:
        setting.draft.findings.error("OL269", named.place, call=named.text)
    cause = common["cause"]
    action = Call(
        record=setting.record.id,
        target=reach.target,
        operation=reach.operation,
        to=reach.to,
        irreversible=reach.irreversible,
        values=_values(setting, node, named, reach),
        once=once,
        skip=build_entry(setting.draft, node, "skip", setting.sight, None),
        name=f"{cause.definition}.{cause.path}",
        then=then,
        known_as=common["result"],
        **common,
    )
    action = _keeping(about, replace(action, result=None))
    setting.draft.calls[action.name] = action
    return action


def _keeping(about: Setting, action: Call) -> Call:
    """Say what of the present the actions for later read."""
    reads = tuple(reads_in((action.then, action.otherwise)))
    roots = {read.root for read in reads}
    return replace(
        action,
        keeps_event=parts_read("event", event_of(about), reads),
        keeps_results=tuple(name for name in results_seen(about) if name in roots),
    )


def _values(
    setting: Setting, node: MapNode, named: ScalarNode, reach: Reach
) -> tuple[tuple[str, Value], ...]:
    known = reach.inputs()
    found: list[tuple[str, Value]] = []
    for key, value in reading.entries(node, "with"):
        if known is not None and key.text not in known:
            setting.draft.unknown("OL268", key, known, call=named.text)
            continue
        built = build_value(setting.draft, value, setting.sight, None)
        if built is None:
            continue
        if built.compiled is None:
            built = replace(built, constant=reach.read(key.text, built.constant))
        found.append((key.text, built))
        wanted = None if built.compiled else reach.fault_of(key.text, built.constant)
        if wanted is not None:
            setting.draft.findings.error(
                "OL941", value.place, name=key.text, call=named.text, wanted=wanted
            )
    _check_required(setting, node, named, reach)
    return tuple(found)


def _check_required(setting: Setting, node: MapNode, named: ScalarNode, reach: Reach) -> None:
    given = {key.text for key, _ in reading.entries(node, "with")}
    for name in reach.required():
        if name not in given:
            setting.draft.findings.error("OL940", named.place, name=name, call=named.text)


def _check_record(setting: Setting, node: MapNode, named: ScalarNode) -> None:
    """Refuse what only a record can remember where there is none, and a name that is taken."""
    known_as = reading.scalar(node, "as")
    if known_as is not None and known_as.text in setting.sight.scope.names:
        setting.draft.findings.error("OL217", known_as.place, name=known_as.text)
    for key in ("once", "then", "else"):
        if not setting.record.id and key in node:
            setting.draft.findings.error("OL286", node.keys[key].place, key=key, call=named.text)


def after_refusal(setting: Setting, node: MapNode) -> Setting:
    """Give what ``else`` of a call sees: of a refusal more may be known than of an answer."""
    return _seeing(setting, node, _OPEN)


def _seeing(setting: Setting, node: MapNode, of: Type) -> Setting:
    """Let actions see the answer, and also under the name that the call gives it."""
    names = (ANSWER, reading.optional_text(node, "as"))
    for name in names:
        if name is not None:
            setting = setting.knowing(name, of)
    return setting


def _answer_type(answers: tuple[str, ...] | None) -> Type:
    return _OPEN if answers is None else ObjectType(dict.fromkeys(answers, types.ANY))
