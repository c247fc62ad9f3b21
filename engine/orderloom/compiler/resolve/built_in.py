"""The record types that every flow has without declaring them."""

from orderloom.compiler.resolve.outline import (
    BUILT_IN,
    MachineOutline,
    RecordOutline,
    TransitionOutline,
)
from orderloom.definition.machine import State, Transition
from orderloom.definition.record import ANSWERS, Field, RecordType
from orderloom.diagnostics import Cause, Place
from orderloom.expression import types
from orderloom.expression.types import ListType, Type

CASE = BUILT_IN[0][1]
CASE_MACHINE = BUILT_IN[1][1]
_NOWHERE = Place("", 0)
_STATES = ("open", "answered", "closed", "withdrawn")
_FINAL = ("closed", "withdrawn")
_WAYS = (
    ("answer", ("open",), "answered"),
    ("close", ("open", "answered"), "closed"),
    ("withdraw", ("open",), "withdrawn"),
)


def case_fields() -> dict[str, Field]:
    """Give the fields of a case: the ``number``-th of its type about the id ``record``."""
    kinds: tuple[tuple[str, str, Type], ...] = (
        ("type", "text", types.TEXT),
        ("owner", "text", types.TEXT),
        ("record", "text", types.TEXT),
        ("number", "integer", types.INTEGER),
        ("answer_by", "time", types.TIME),
        ("compensation", "text", types.TEXT),
        ("text", "text", types.TEXT),
        (ANSWERS, "list", ListType(types.TEXT)),
    )
    item = Field(name="", kind="text", type=types.TEXT, place=_NOWHERE)
    return {
        name: Field(
            name=name, kind=kind, type=of, place=_NOWHERE, item=item if kind == "list" else None
        )
        for name, kind, of in kinds
    }


def case_outline() -> RecordOutline:
    """Give the names of the built-in ``case``."""
    machine = MachineOutline(
        id=CASE_MACHINE,
        record=CASE,
        field="status",
        place=_NOWHERE,
        field_place=_NOWHERE,
        initial="open",
        states=dict.fromkeys(_STATES, _NOWHERE),
        transitions={
            name: (
                TransitionOutline(
                    name=name, place=_NOWHERE, origins=origins, target=target, inputs={}
                ),
            )
            for name, origins, target in _WAYS
        },
    )
    return RecordOutline(
        id=CASE,
        place=_NOWHERE,
        identity=("record", "type", "number"),
        fields=case_fields(),
        machines=(machine,),
        built_in=True,
    )


def case_type() -> RecordType:
    """Give the built-in ``case`` as a definition."""
    return RecordType(
        id=CASE,
        place=_NOWHERE,
        identity=("record", "type", "number"),
        fields=case_fields(),
        title={"en": "Case", "zh": "工单"},
        machines=(CASE_MACHINE,),
        state_fields={"status": CASE_MACHINE},
        indexed=("record",),
        built_in=True,
    )


def case_states() -> dict[str, State]:
    """Give the states of a case; an answered one may still be closed."""
    titles = {
        "open": {"en": "Open", "zh": "待处理"},
        "answered": {"en": "Answered", "zh": "已答复"},
        "closed": {"en": "Closed", "zh": "已关闭"},
        "withdrawn": {"en": "Withdrawn", "zh": "已撤回"},
    }
    return {
        name: State(name=name, place=_NOWHERE, title=titles[name], final=name in _FINAL)
        for name in _STATES
    }


def case_transitions(roles: tuple[str, ...]) -> tuple[Transition, ...]:
    """Give the transitions of a case; people of all ``roles`` may fire them by hand."""
    titles = {
        "answer": {"en": "Answer", "zh": "答复"},
        "close": {"en": "Close", "zh": "关闭"},
        "withdraw": {"en": "Withdraw", "zh": "撤回"},
    }
    return tuple(
        Transition(
            name=name,
            cause=Cause(
                definition=f"machine/{CASE_MACHINE}", path=f"transitions.{name}", place=_NOWHERE
            ),
            origins=origins,
            target=target,
            by=roles,
            title=titles[name],
        )
        for name, origins, target in _WAYS
    )
