"""Do two definitions write one field for one event?"""

from collections.abc import Iterator

from orderloom.compiler.checks.acting import within
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Actions, Run, Set
from orderloom.definition.flow import Flow
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree, every_branch
from orderloom.diagnostics import Place


def check_overlaps(draft: Draft, flow: Flow) -> None:
    """Warn of rules and trees on one event that write one field: the later is overruled."""
    warned: set[tuple[str, str, str]] = set()
    for event in {**flow.rules_on, **flow.trees_on}:
        first: dict[str, tuple[str, Place]] = {}
        acting: tuple[Rule | Tree, ...] = flow.rules_on.get(event, ())
        for each in (*acting, *flow.trees_on.get(event, ())):
            name = _name(each)
            for field, place in _written(flow, each).items():
                other, other_place = first.setdefault(field, (name, place))
                key = (other, name, field)
                if other == name or key in warned:
                    continue
                warned.add(key)
                facts = {"field": field, "rule": name, "other": other, "event": event}
                draft.findings.warn("OL447", place, related=other_place, **facts)


def _name(each: Rule | Tree) -> str:
    """Name a rule by its id, a tree by its kind too."""
    return f"tree/{each.id}" if isinstance(each, Tree) else each.id


def _lists(each: Rule | Tree) -> tuple[Actions, ...]:
    if isinstance(each, Rule):
        return (each.do,)
    return tuple(branch.do for branch in every_branch(each))


def _written(flow: Flow, each: Rule | Tree) -> dict[str, Place]:
    """Give the fields that a rule or tree writes, each with where that is first said."""
    found: dict[str, Place] = {}
    for actions in _lists(each):
        for field, place in _sets(flow, each.record, actions, frozenset()):
            found.setdefault(field, place)
    return found


def _sets(
    flow: Flow, record: str, actions: Actions, inside: frozenset[str]
) -> Iterator[tuple[str, Place]]:
    """Give the fields of the record that actions write; a playbook writes where it is run."""
    for acting in within(record, actions):
        if not acting.is_own:
            continue
        match acting.action:
            case Set(changes=changes):
                yield from ((field, value.place) for field, value in changes)
            case Run(playbook=name, cause=cause) if name in flow.playbooks and name not in inside:
                do = flow.playbooks[name].do
                for field, _ in _sets(flow, record, do, inside | {name}):
                    yield field, cause.place
            case _:
                pass
