"""All checks of a whole flow, one after another."""

from orderloom.compiler.checks.addresses import check_addresses
from orderloom.compiler.checks.allotting import check_allotments
from orderloom.compiler.checks.carriers import check_carriers
from orderloom.compiler.checks.circles import check_circles
from orderloom.compiler.checks.conditions import check_conditions
from orderloom.compiler.checks.every_change import check_every_change
from orderloom.compiler.checks.exposure import check_exposure
from orderloom.compiler.checks.figures import check_figures
from orderloom.compiler.checks.loops import check_loops
from orderloom.compiler.checks.overlaps import check_overlaps
from orderloom.compiler.checks.owned import check_owned
from orderloom.compiler.checks.playbook_circles import check_playbook_circles
from orderloom.compiler.checks.shadows import check_shadows
from orderloom.compiler.checks.states import check_states
from orderloom.compiler.checks.tables import check_tables
from orderloom.compiler.checks.triggers import check_triggers
from orderloom.compiler.checks.unwritten import check_unwritten
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow


def check_whole(draft: Draft, flow: Flow) -> None:
    """Run every check; those that conclude from absence only when nothing was left out."""
    is_whole = draft.outline.whole() and not draft.findings.has_errors()
    check_addresses(draft, flow)
    check_every_change(draft, flow)
    check_loops(draft, flow)
    check_playbook_circles(draft, flow)
    check_circles(draft, flow)
    check_overlaps(draft, flow)
    check_owned(draft, flow)
    check_shadows(draft, flow)
    check_conditions(draft, flow)
    check_exposure(draft, flow)
    check_tables(draft, flow)
    check_allotments(draft, flow)
    check_figures(draft, flow)
    if is_whole:
        check_carriers(draft, flow)
        check_states(draft, flow)
        check_triggers(draft, flow)
        check_unwritten(draft, flow)
