"""Which function carries out which action."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from orderloom.definition.action import (
    Action,
    Ask,
    AskedMove,
    Call,
    Choose,
    Create,
    Emit,
    EndReserve,
    Fire,
    ForEachItem,
    ForEachRecord,
    Hold,
    Move,
    Notify,
    OpenCase,
    Push,
    Reserve,
    Run,
    Set,
    Tag,
    Unhold,
    Use,
)
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.action_list import id_of
from orderloom.kernel.actions.ask import ask
from orderloom.kernel.actions.call import call
from orderloom.kernel.actions.choose import choose
from orderloom.kernel.actions.create import create
from orderloom.kernel.actions.emit import emit
from orderloom.kernel.actions.fire import fire_transition
from orderloom.kernel.actions.for_each import for_each_item, for_each_record
from orderloom.kernel.actions.hold import hold, unhold
from orderloom.kernel.actions.move import ask_to_move, move
from orderloom.kernel.actions.notify import notify
from orderloom.kernel.actions.open_case import open_case
from orderloom.kernel.actions.push import push
from orderloom.kernel.actions.run import run
from orderloom.kernel.actions.set_fields import set_fields
from orderloom.kernel.actions.stock import end_reserve, reserve
from orderloom.kernel.actions.tag import tag
from orderloom.kernel.actions.use import use
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why

Scope: TypeAlias = Mapping[str, Any]
"""The values that expressions name: those of the record that the list is about."""
Verb: TypeAlias = Callable[[Overlay, Draft, Any, Surroundings, Scope], Reasons]

_VERBS: MappingProxyType[type[Action], Verb] = MappingProxyType(
    {
        Set: set_fields,
        Fire: fire_transition,
        Create: create,
        Tag: tag,
        Hold: hold,
        Unhold: unhold,
        Notify: notify,
        Call: call,
        Push: push,
        OpenCase: open_case,
        Ask: ask,
        ForEachItem: for_each_item,
        ForEachRecord: for_each_record,
        Choose: choose,
        Run: run,
        Emit: emit,
        Use: use,
        Reserve: reserve,
        EndReserve: end_reserve,
        Move: move,
        AskedMove: ask_to_move,
    }
)

_GIVING_THE_RECORD = (Set, Fire, Tag, Hold, Unhold, Run, EndReserve, Move)
"""What makes nothing itself: its result is the record that it acts upon."""

_TELLING = (Notify, Choose, ForEachItem, Run)
"""What is done when a rule tells again: messages, and what leads to them."""


def act(work: Overlay, draft: Draft, action: Action, around: Surroundings) -> Reasons:
    """Carry out one action, upon the record that ``of`` gives if it has one.

    Returns:
        The reasons when it is refused.
    """
    if work.telling and not isinstance(action, _TELLING):
        return GRANTED
    if action.of is None:
        return _act_upon(work, draft, action, around, draft.values)
    scope = draft.values
    subject = action.of.of(scope, around)
    if subject is None:
        return (why("OL741", action.cause),)
    record_id = id_of(subject)
    found = work.get(record_id)
    if found is None or action.of_record not in (found.program.id, *found.program.shape.lineage):
        record = action.of_record or ""
        return (why("OL742", action.cause, record=record, id=record_id[:200]),)
    return _act_upon(work, found, action, around, scope)


def _act_upon(
    work: Overlay, draft: Draft, action: Action, around: Surroundings, scope: Scope
) -> Reasons:
    """Carry out an action; what makes nothing itself gives the record, from then on as it is."""
    reasons = _VERBS[type(action)](work, draft, action, around, scope)
    gives = isinstance(action, _GIVING_THE_RECORD) and draft.ref is not None
    if gives and action.result is not None and not reasons:
        draft.own()
        work.write(around.results, action.result, draft.values)
    return reasons
