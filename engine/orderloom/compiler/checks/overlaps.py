"""Do two definitions write one field for one event?"""

from orderloom.compiler.checks.acting import within
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Set
from orderloom.definition.flow import Flow
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place


def check_overlaps(draft: Draft, flow: Flow) -> None:
    """Warn of rules on one event that write one field: the later write is overruled."""
    warned: set[tuple[str, str, str]] = set()
    for event, rules in flow.rules_on.items():
        first: dict[str, tuple[Rule, Place]] = {}
        for rule in rules:
            for field, place in _written(rule).items():
                other, other_place = first.setdefault(field, (rule, place))
                key = (other.id, rule.id, field)
                if other is rule or key in warned:
                    continue
                warned.add(key)
                draft.findings.warn(
                    "OL447",
                    place,
                    related=other_place,
                    field=field,
                    rule=rule.id,
                    other=other.id,
                    event=event,
                )


def _written(rule: Rule) -> dict[str, Place]:
    """Give the fields that a rule writes, each with the first value written."""
    found: dict[str, Place] = {}
    for each in within(rule.record, rule.do):
        if isinstance(each.action, Set) and each.is_own:
            for name, value in each.action.changes:
                found.setdefault(name, value.place)
    return found
