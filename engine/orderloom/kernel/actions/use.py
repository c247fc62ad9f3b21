"""``use``: an action of an installed package decides, and the engine carries out what it wishes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from orderloom.definition import action as verbs
from orderloom.definition.action import Action, Use
from orderloom.definition.common import Value
from orderloom.definition.record import Field
from orderloom.expression.faults import shown as cut
from orderloom.expression.literals import format_duration, format_time
from orderloom.expression.rebuilding import NotOfType, rebuilt, rebuilt_freely
from orderloom.expression.values import Money
from orderloom.flow.effect import Used
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.ports import actions as wishes
from orderloom.ports.actions import Outcome, Refusal
from orderloom.sight.masking import shown

_LONGEST = 200


class _Unlike(Exception):
    """What came of it is not what the action says of itself, or more than it may."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected


def use(
    work: Overlay, draft: Draft, action: Use, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Ask the action, keep what it says, and carry out its wishes in order."""
    added = action.added
    given = {name: value.of(scope, around) for name, value in action.values}
    given = {name: value for name, value in given.items() if value is not None}
    unfit = _unfit(action, given)
    if unfit:
        return unfit
    own = {"plugin": added.name, "distribution": added.distribution}
    try:
        asked = {name: rebuilt_freely(value) for name, value in given.items()}
        found = added.run(asked, _view(draft), work.now)
        if isinstance(found, Refusal):
            told = {"reason_en": _text(found.en), "reason_zh": _text(found.zh)}
            return (why("OL918", action.cause, action=added.name, **told),)
        result, wanted = _outcome(action, found)
    except _Unlike as unlike:
        return (why("OL912", action.cause, found=unlike.found, expected=unlike.expected, **own),)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's; words may tell data
        return (why("OL911", action.cause, error=cut(type(error).__name__), **own),)
    _tell(work, draft, action, around, (given, result))
    if action.result is not None:
        work.write(around.results, action.result, result)
    for each in wanted:
        reasons = work.act(work, draft, each, around)
        if reasons:
            return reasons
    return GRANTED


def _unfit(action: Use, given: Mapping[str, Any]) -> Reasons:
    plain = {name: as_json(value) for name, value in given.items()}
    validator = Draft202012Validator(dict(action.added.takes))
    fault = best_match(validator.iter_errors(plain))
    if fault is None:
        return GRANTED
    where = ".".join(str(each) for each in fault.absolute_path) or "–"
    # Not the fault's own message: it repeats the value.
    wanted = f"{fault.validator}: {fault.validator_value}"[:_LONGEST]
    return (why("OL917", action.cause, action=action.added.name, where=where, wanted=wanted),)


def as_json(value: object) -> object:  # noqa: PLR0911 - one line a type
    """Give a value as JSON has it: what JSON Schemas of actions speak of."""
    match value:
        case Money():
            return str(value)
        case Decimal():
            return float(value)
        case datetime():
            return format_time(value)
        case date():
            return value.isoformat()
        case timedelta():
            return format_duration(value)
        case list() | tuple():
            return [as_json(each) for each in value]
        case Mapping():
            return {str(name): as_json(part) for name, part in value.items()}
        case _:
            return value


def _view(draft: Draft) -> Mapping[str, Any]:
    """Copy what may be seen of the record."""
    fields = draft.program.fields
    seen = {
        name: rebuilt_freely(value)
        for name, value in draft.values.items()
        if not name.startswith("$") and not _is_discreet(fields.get(name))
    }
    return MappingProxyType(seen)


def _is_discreet(field: Field | None) -> bool:
    if field is None:
        return False
    inside = (*field.parts.values(), *(() if field.item is None else (field.item,)))
    return field.sensitive or any(map(_is_discreet, inside))


def _outcome(action: Use, found: object) -> tuple[dict[str, Any], list[Action]]:
    if not isinstance(found, Outcome):
        raise _Unlike(type(found).__name__, "Outcome")
    gives = action.added.gives
    for name in found.result:
        if name not in gives:
            raise _Unlike(cut(str(name)), ", ".join(gives) or "–")
    result: dict[str, Any] = {}
    for name, of in gives.items():
        try:
            result[name] = rebuilt(found.result.get(name), of)
        except NotOfType as unlike:
            raise _Unlike(f"{name}: {cut(unlike.found)}", of) from None
    return result, [each for wish in found.wishes for each in _allowed(action, wish)]


def _allowed(action: Use, wish: object) -> Iterator[Action]:
    """Give what a wish asks for as actions, if the definition allows it."""
    match wish:
        case wishes.SetFields(values=values):
            changes = {name: _value(action, value) for name, value in values.items()}
            allowed = [_meant(action, "set", name) for name in changes]
            if allowed:
                yield replace(allowed[0], changes=tuple(changes.items()))  # type: ignore[call-arg]
        case wishes.PutTag(name=name):
            yield _meant(action, "tag", name)
        case wishes.TakeTag(name=name):
            yield _meant(action, "untag", name)
        case wishes.PutHold(name=name, why=title):
            yield replace(_meant(action, "hold", name), why=_title(title))  # type: ignore[call-arg]
        case wishes.LiftHold(name=name, why=title):
            yield replace(_meant(action, "unhold", name), why=_title(title))  # type: ignore[call-arg]
        case wishes.OpenCase(type=name, values=values):
            given = tuple((part, _value(action, value)) for part, value in values.items())
            yield replace(_meant(action, "open_case", name), values=given)  # type: ignore[call-arg]
        case wishes.Notify(message=name):
            yield _meant(action, "notify", name)
        case _:
            raise _Unlike(type(wish).__name__, "Wish")


def _meant(action: Use, verb: str, name: object) -> Action:
    """Find the action that ``may`` allows under a verb and a name."""
    for each in action.may:
        if (verb, name) in _NAMES[type(each)](each):
            return each
    allowed = [f"{one} {named}" for each in action.may for one, named in _NAMES[type(each)](each)]
    raise _Unlike(f"{verb} {cut(str(name))}", ", ".join(dict.fromkeys(allowed)) or "–")


_NAMES: Mapping[type[Action], Callable[[Any], list[tuple[str, str]]]] = MappingProxyType(
    {
        verbs.Set: lambda each: [("set", name) for name, _ in each.changes],
        verbs.Tag: lambda each: [("untag" if each.off else "tag", each.tag)],
        verbs.Hold: lambda each: [("hold", each.hold)],
        verbs.Unhold: lambda each: [("unhold", each.hold)],
        verbs.OpenCase: lambda each: [("open_case", each.case)],
        verbs.Notify: lambda each: [("notify", each.message)],
    }
)


def _value(action: Use, value: object) -> Value:
    try:
        return Value(place=action.cause.place, constant=rebuilt_freely(value))
    except NotOfType as unlike:
        raise _Unlike(cut(unlike.found), "a value") from None


def _title(title: Mapping[str, str]) -> dict[str, str] | None:
    return {name: _text(title[name]) for name in ("en", "zh") if title.get(name)} or None


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise _Unlike(type(text).__name__, "str")
    return " ".join(text.split())[:_LONGEST]


def _tell(
    work: Overlay,
    draft: Draft,
    action: Use,
    around: Surroundings,
    told: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> None:
    """Journal what it was given and what it said: a replay reads that, and does not ask again."""
    given, result = told
    discretion = work.program.discretion
    hidden = {
        name: value.compiled is not None and any(discretion.hidden(value.compiled, around.event))
        for name, value in action.values
    }
    # What is made of something sensitive is sensitive.
    is_hidden = any(hidden[name] for name in given)
    work.effects.append(
        Used(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            action=action.added.name,
            values={name: shown(value, hidden=hidden[name]) for name, value in given.items()},
            result={name: shown(value, hidden=is_hidden) for name, value in result.items()},
        )
    )
