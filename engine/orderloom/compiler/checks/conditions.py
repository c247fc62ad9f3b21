"""Can the conditions of rules, transitions and choices ever be true, where they are asked?"""

from orderloom.compiler.checks.acting import all_acting
from orderloom.compiler.checks.proving import Proofs, depends_on_settings
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Choose
from orderloom.definition.common import Condition
from orderloom.definition.flow import Flow


def check_conditions(draft: Draft, flow: Flow) -> None:
    """Warn of conditions that nothing fits, and of choices before which another is always made."""
    # A record type that could not be built is not there: of its conditions nothing is known.
    proofs = {name: Proofs(draft, flow, name) for name in ("", *flow.records)}
    for rule in flow.rules.values():
        if rule.when is not None and rule.record in proofs:
            _check_possible(draft, proofs[rule.record], (rule.when,))
    for machine in flow.machines.values():
        for way in machine.transitions if machine.record in proofs else ():
            _check_possible(draft, proofs[machine.record], way.when)
    for acting in all_acting(flow):
        if isinstance(acting.action, Choose) and acting.record in proofs:
            _check_choices(draft, proofs[acting.record], acting.action)


def _check_possible(draft: Draft, proofs: Proofs, when: tuple[Condition, ...]) -> None:
    if when and not any(map(depends_on_settings, when)) and proofs.never(when):
        text = " and ".join(each.compiled.text for each in when)
        draft.findings.warn("OL038", when[0].place, condition=text)


def _check_choices(draft: Draft, proofs: Proofs, choose: Choose) -> None:
    above: list[tuple[Condition, ...]] = []
    for choice in choose.branches:
        if choice.when is None:
            continue
        asked = (choice.when, *(each for several in above for each in several))
        if not any(map(depends_on_settings, asked)) and proofs.never((choice.when,), above):
            code = "OL038" if proofs.never((choice.when,)) else "OL039"
            draft.findings.warn(code, choice.when.place, condition=choice.when.compiled.text)
        above.append((choice.when,))
