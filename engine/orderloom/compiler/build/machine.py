"""Machines: a record's field that moves through states."""

from collections.abc import Mapping

from orderloom.compiler.build.machine_setting import MachineSetting
from orderloom.compiler.build.state import build_states
from orderloom.compiler.build.transition import build_transitions
from orderloom.compiler.build.transition_table import read_table
from orderloom.compiler.build.undoing import check_undo
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.approval import (
    approval_outline,
    approval_states,
    approval_transitions,
)
from orderloom.compiler.resolve.built_in import case_outline, case_states, case_transitions
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration, MachineOutline
from orderloom.definition.machine import Machine, State, Transition


def build_machine(draft: Draft, declaration: Declaration) -> Machine | None:
    """Build a machine; None when its record or its initial state is unknown."""
    root = declaration.root
    owner = reading.scalar(root, "owner")
    if owner is not None:
        draft.one_of("connection", "OL211", owner)
    record = draft.record(reading.scalar(root, "record"))
    if record is None or record.built_in:
        return None
    outline = next(each for each in record.machines if each.id == declaration.id)
    setting = MachineSetting(draft=draft, declaration=declaration, record=record, outline=outline)
    states = build_states(setting)
    transitions = build_transitions(setting)
    check_undo(setting, transitions)
    initial = reading.scalar(root, "initial")
    if initial is None or not setting.has_state(initial, "initial"):
        return None
    begins = outline.beginning(initial.text)
    paths = {state: outline.path(state) for state in states} if outline.outer else {}
    table = read_table(tuple(states), begins, transitions, paths)
    return Machine(
        id=declaration.id,
        record=record.id,
        field=outline.field,
        initial=begins,
        place=declaration.place,
        states=states,
        transitions=transitions,
        leaving=table.leaving,
        named=table.named,
        automatic=table.automatic,
        owner=None if owner is None else owner.text,
        title=reading.title(root, "title", draft.outline.language),
        note=reading.optional_text(root, "note"),
        paths=paths,
        beginnings={state: outline.beginning(state) for state in outline.first},
    )


def build_approval_machine() -> Machine:
    """Build the machine of the built-in ``approval``."""
    return _built_in(approval_outline().machines[0], approval_states(), approval_transitions())


def build_case_machine(roles: tuple[str, ...]) -> Machine:
    """Build the machine of the built-in ``case``; people of ``roles`` may work it by hand."""
    return _built_in(case_outline().machines[0], case_states(), case_transitions(roles))


def _built_in(
    outline: MachineOutline, states: Mapping[str, State], transitions: tuple[Transition, ...]
) -> Machine:
    table = read_table(tuple(states), outline.initial, transitions)
    return Machine(
        id=outline.id,
        record=outline.record,
        field=outline.field,
        initial=outline.initial,
        place=outline.place,
        states=states,
        transitions=transitions,
        leaving=table.leaving,
        named=table.named,
        automatic=table.automatic,
    )
