"""Building machines of earlier versions, under which records finish, among newer definitions.

What they name is what the newer definitions have under that name; so whatever has gone, or has
become something else, is a finding, and the newer version is not put in force.
"""

from orderloom.compiler.build.machine import build_machine
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.finishing import among, declaration_of, newer_of
from orderloom.compiler.resolve.outline import Kept
from orderloom.compiler.schema import check
from orderloom.definition.machine import Machine
from orderloom.definition.migrate import Finishing


def build_finishing(draft: Draft) -> dict[str, Finishing]:
    """Build the machines that are kept, by the ids under which they stand beside the newer ones."""
    found: dict[str, Finishing] = {}
    for kept in draft.outline.finishing:
        machine = _machine(draft, kept)
        if machine is not None:
            found[machine.id] = Finishing(
                machine=machine, of=kept.of, version=kept.version, states=frozenset(kept.states)
            )
    return found


def _machine(draft: Draft, kept: Kept) -> Machine | None:
    newer = newer_of(draft, kept)
    declaration = declaration_of(kept)
    facts = {"machine": kept.of, "version": str(kept.version)}
    if newer is None:
        flow = next(iter(draft.outline.declarations["flow"].values()))
        draft.findings.error("OL051", flow.place, related=declaration.place, **facts)
        return None
    against = [each for each in check(kept.document) if each.severity == "error"]
    machine = None
    if not against:
        own = among(draft, declaration, kept.of)
        machine = build_machine(own, declaration)
        against = [each for each in own.findings.all() if each.severity == "error"]
    if against or machine is None or machine.field != newer.field:
        draft.findings.error("OL051", newer.place, related=declaration.place, **facts)
        for each in against:
            draft.findings.add(each)
        return None
    return machine
