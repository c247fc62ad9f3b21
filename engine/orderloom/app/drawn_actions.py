"""Actions as a diagram has room for: the verb of the language, and what it is done to."""

from collections.abc import Iterator

from orderloom.app.naming import Naming
from orderloom.definition import action as actions
from orderloom.definition.action import Action, Actions

MOST_TOLD = 5


def told(doing: Actions, naming: Naming) -> list[str]:
    """Tell what a list does, one line an action; beyond the first few only that there is more."""
    lines = [_told(each, naming) for each in doing]
    return lines if len(lines) <= MOST_TOLD else [*lines[:MOST_TOLD], "…"]


def acts(doing: Actions) -> list[str]:
    """Name the verbs of a list, each once, in order."""
    return list(dict.fromkeys(_verb(each) for each in doing))


def fired_by(doing: Actions) -> frozenset[str]:
    """Name the transitions that a list may fire on its own record."""
    return frozenset(
        each.transition
        for each in _all(doing)
        if isinstance(each, actions.Fire) and each.of is None
    )


def _all(doing: Actions) -> Iterator[Action]:
    """Give actions and those inside them that act on the same record."""
    for each in doing:
        yield each
        yield from _all(each.otherwise or ())
        yield from () if isinstance(each, actions.AWAITED) else _all(each.then)
        if isinstance(each, actions.Choose):
            for branch in each.branches:
                yield from _all(branch.do)
        elif isinstance(each, actions.ForEachItem):
            yield from _all(each.do)


def _verb(action: Action) -> str:
    match action:
        case actions.Tag(off=True):
            return "untag"
        case actions.OpenCase():
            return "open_case"
        case actions.ForEachItem() | actions.ForEachRecord():
            return "for_each"
        case _:
            return type(action).__name__.lower()


def _told(action: Action, naming: Naming) -> str:
    return f"{_verb(action)} {_object(action, naming)}".rstrip()


def _object(action: Action, naming: Naming) -> str:  # noqa: C901, PLR0911 - one arm an action
    match action:
        case actions.Set(changes=changes):
            return ", ".join(naming.field(name) for name, _ in changes)
        case actions.Fire(transition=name) | actions.Tag(tag=name):
            return name
        case actions.Hold(hold=name) | actions.Unhold(hold=name):
            return name
        case actions.Create(record=name) | actions.OpenCase(case=name):
            return naming.record(name)
        case actions.Notify(message=name):
            return naming.message(name)
        case actions.Call(target=target, operation=name):
            return f"{target}.{name}"
        case actions.Ask(roles=roles):
            return ", ".join(roles)
        case actions.Run(playbook=name) | actions.ForEachItem(item=name) | actions.Emit(event=name):
            return name
        case actions.Use(added=added):
            return added.name
        case actions.ForEachRecord(select=select):
            return naming.record(select.record)
        case _:
            return ""
