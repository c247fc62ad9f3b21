"""Lists of actions: each verb with the keys that all have."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from orderloom.compiler.build import action_verbs as verbs
from orderloom.compiler.build.ask import build_ask
from orderloom.compiler.build.call import after_refusal, build_call
from orderloom.compiler.build.expressions import condition
from orderloom.compiler.build.for_each import build_for_each
from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.moves import asks_first
from orderloom.compiler.build.open_case import after_answer, build_open_case, case_of, on_subject
from orderloom.compiler.build.push import build_push
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.stock_verbs import build_end, build_move, build_reserve
from orderloom.compiler.build.subject import Subject, read_subject
from orderloom.compiler.build.use import build_use, result_of_use
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.scopes import record_type
from orderloom.definition.action import AWAITED, Action, Actions, Ask, Choice, Choose
from orderloom.definition.record import APPROVAL
from orderloom.expression import types
from orderloom.expression.types import ListType, Type

_Listed: TypeAlias = Callable[[Setting, MapNode, Common, BuildActions], Action | None]
_Awaited: TypeAlias = Callable[[Setting, MapNode, ScalarNode, Common, BuildActions], Action | None]


def build_actions(setting: Setting, node: Node | None) -> Actions:
    """Build a list of actions; one with a finding is left out.

    A result named by ``as`` is seen by the actions after it.
    """
    if not isinstance(node, ListNode):
        return ()
    built: list[Action] = []
    for index, each in enumerate(node.items):
        if not isinstance(each, MapNode):
            continue
        action = _build(setting.at(f"[{index}]"), each)
        if action is not None:
            built.append(action)
        setting = _after(setting, each, action)
    return tuple(built)


def _after(setting: Setting, node: MapNode, action: Action | None) -> Setting:
    """Let the actions after ``node`` see its result, under a name that means nothing yet."""
    name = reading.scalar(node, "as")
    if name is None or "for_each" in node or "call" in node:
        return setting
    if name.text in setting.sight.scope.names:
        setting.draft.findings.error("OL217", name.place, name=name.text)
        return setting
    return _with_result(setting, node, action)


def _with_result(setting: Setting, node: MapNode, action: Action | None) -> Setting:
    """Let what comes next see the result of ``node``."""
    name = reading.scalar(node, "as")
    if name is None or name.text in setting.sight.scope.names:
        return setting
    return setting.knowing(name.text, _result_type(setting, node, action))


def _result_type(setting: Setting, node: MapNode, action: Action | None) -> Type:
    """Give the type of what an action makes, or else of the record that it acts upon."""
    if "reserve" in node:
        return ListType(types.ANY)
    case = reading.scalar(node, "open_case")
    if case is not None:
        return record_type(case_of(setting.draft.outline, case.text))
    if isinstance(action, Ask) or "ask" in node:
        return record_type(setting.draft.outline.records[APPROVAL])
    if "use" in node:
        return result_of_use(setting, reading.text(node, "use"))
    acted_upon = setting.record.id if action is None else action.of_record or setting.record.id
    named = reading.text(node, "create", acted_upon)
    record = setting.draft.outline.records.get(named)
    return types.ANY if record is None else record_type(record)


_OF_A_RECORD = (
    *("set", "push", "fire", "tag", "untag", "hold", "unhold", "open_case", "ask", "run"),
    *("reserve", "release", "deduct"),
)


def _lacks_record(setting: Setting, node: MapNode) -> bool:
    """Say, with a finding, whether an action needs a record where there is none."""
    if setting.record.id:
        return False
    verb = next((each for each in _OF_A_RECORD if each in node), None)
    if verb is not None:
        setting.draft.findings.error("OL465", node.keys[verb].place, verb=verb)
    elif "notify" in node and "to" not in node:
        verb = "notify"
        setting.draft.findings.error("OL465", node.keys[verb].place, verb=verb, told="to")
    return verb is not None


def _build(setting: Setting, node: MapNode) -> Action | None:
    subject = read_subject(setting, node)
    if subject is None or _lacks_record(subject.setting, node):
        return None
    otherwise = node.get("else")
    common = Common(
        cause=setting.cause(node),
        when=condition(setting.draft, node.get("when"), setting.sight),
        result=reading.optional_text(node, "as"),
        otherwise=None
        if otherwise is None
        else build_actions(_after_all(setting, subject, node), otherwise),
        of=subject.of,
        of_record=None if subject.of is None else subject.setting.record.id,
    )
    action = _verb(setting, subject, node, common)
    if action is None or "then" not in node or isinstance(action, AWAITED):
        return action
    done = build_actions(_with_result(setting, node, action).at(".then"), node.get("then"))
    return replace(action, then=done)


def _after_all(setting: Setting, subject: Subject, node: MapNode) -> Setting:
    """Give what ``else`` sees; that of a case or call runs after an answer as well."""
    case = reading.scalar(node, "open_case")
    if case is not None:
        about = on_subject(subject.setting, subject.of)
        setting = after_answer(about, case_of(setting.draft.outline, case.text))
    if "ask" in node or ("move" in node and asks_first(subject.setting, node)):
        about = on_subject(subject.setting, subject.of)
        setting = after_answer(about, setting.draft.outline.records[APPROVAL])
    if "call" in node or "push" in node:
        setting = after_refusal(on_subject(subject.setting, subject.of), node)
    return setting.at(".else")


def _verb(setting: Setting, subject: Subject, node: MapNode, common: Common) -> Action | None:
    """Build the action of the one verb that ``node`` has."""
    if "choose" in node:
        return Choose(branches=_branches(setting.at(".choose"), node.get("choose")), **common)
    if "for_each" in node:
        return build_for_each(setting, node, common, build_actions)
    for verb, take in _LISTED.items():
        if verb in node:
            return take(subject.setting, node, common, build_actions)
    used = reading.scalar(node, "use")
    if used is not None:
        return build_use(subject.setting, node, used, common, _verb_on_record)
    return _verb_on_record(subject.setting, node, common)


def _verb_on_record(setting: Setting, node: MapNode, common: Common) -> Action | None:
    if "set" in node:
        return verbs.build_set(setting, node, common)
    if "tag" in node or "untag" in node:
        return verbs.build_tag(node, common)
    if "notify" in node:
        return verbs.build_notify(setting, node, common)
    for verb, wait in _AWAITED.items():
        what = reading.scalar(node, verb)
        if what is not None:
            return wait(setting, node, what, common, build_actions)
    builders = {
        "fire": verbs.build_fire,
        "run": verbs.build_run,
        "emit": verbs.build_emit,
        "create": verbs.build_create,
        "hold": verbs.build_hold,
        "unhold": verbs.build_unhold,
        "reserve": build_reserve,
        "release": build_end,
        "deduct": build_end,
    }
    for verb, build in builders.items():
        named = reading.scalar(node, verb)
        if named is not None:
            return build(setting, node, named, common)
    return None


_LISTED: Mapping[str, _Listed] = MappingProxyType({"ask": build_ask, "push": build_push})
"""Verbs whose object may be more than a word."""
_AWAITED: Mapping[str, _Awaited] = MappingProxyType(
    {"open_case": build_open_case, "call": build_call, "move": build_move}
)


def _branches(setting: Setting, node: Node | None) -> tuple[Choice, ...]:
    if not isinstance(node, ListNode):
        return ()
    return tuple(
        _branch(setting.at(f"[{index}]"), each)
        for index, each in enumerate(node.items)
        if isinstance(each, MapNode)
    )


def _branch(setting: Setting, node: MapNode) -> Choice:
    last = "else" in node
    return Choice(
        cause=setting.cause(node),
        when=None if last else condition(setting.draft, node.get("when"), setting.sight),
        do=build_actions(
            setting.at(".else" if last else ".do"), node.get("else" if last else "do")
        ),
    )
