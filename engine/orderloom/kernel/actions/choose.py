"""``choose``: run the first branch whose condition is true."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Choose
from orderloom.flow.effect import Judged
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import run_list
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, values_read


def choose(
    work: Overlay, draft: Draft, action: Choose, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Run one branch; refused, it counts as this action refused."""
    for index, branch in enumerate(action.branches):
        condition = branch.when
        if condition is not None:
            if condition.compiled.evaluate(scope, around) is not True:
                continue
            values = values_read(condition.compiled, draft, around)
        else:
            values = {}
        work.effects.append(
            Judged(
                record=draft.program.id,
                record_id=draft.ref,
                cause=branch.cause,
                on="choose",
                values=values,
                branch=index,
            )
        )
        return run_list(work, draft, branch.do, around)
    return GRANTED
