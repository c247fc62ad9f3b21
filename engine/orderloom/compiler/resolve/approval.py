"""The built-in record type ``approval``: what was asked, of which roles, and who said what."""

from orderloom.compiler.resolve.outline import MachineOutline, RecordOutline, TransitionOutline
from orderloom.definition.machine import APPROVAL_MACHINE, State, Transition
from orderloom.definition.record import APPROVAL, SAID_YES, Field, RecordType
from orderloom.diagnostics import Cause, Place
from orderloom.expression import types
from orderloom.expression.types import ListType, Type

_NOWHERE = Place("", 0)
_FIELD = "status"
_IDENTITY = ("record", "number")
_STATES = {
    "open": {"en": "Open", "zh": "待审批"},
    "granted": {"en": "Granted", "zh": "已同意"},
    "refused": {"en": "Refused", "zh": "已拒绝"},
    "expired": {"en": "Expired", "zh": "已过期"},
    "withdrawn": {"en": "Withdrawn", "zh": "已撤回"},
}
_WAYS = {
    "grant": ("granted", {"en": "Grant", "zh": "同意"}),
    "refuse": ("refused", {"en": "Refuse", "zh": "拒绝"}),
    "expire": ("expired", {"en": "Expire", "zh": "过期"}),
    "withdraw": ("withdrawn", {"en": "Withdraw", "zh": "撤回"}),
}


def _fields() -> dict[str, Field]:
    """Give its fields: the ``number``-th approval about the id ``record``."""
    kinds: tuple[tuple[str, str, Type], ...] = (
        ("record", "text", types.TEXT),
        ("number", "integer", types.INTEGER),
        ("title", "text", types.TEXT),
        ("asker", "text", types.TEXT),
        ("no", "text", types.TEXT),
        ("why", "text", types.TEXT),
    )
    fields = {
        name: Field(name=name, kind=kind, type=of, place=_NOWHERE) for name, kind, of in kinds
    }
    for name in ("roles", "yes"):
        item = Field(name=name, kind="text", type=types.TEXT, place=_NOWHERE)
        of = ListType(types.TEXT)
        fields[name] = Field(name=name, kind="list", type=of, place=_NOWHERE, item=item)
    return fields


def approval_outline() -> RecordOutline:
    """Give the names of the built-in ``approval``."""
    machine = MachineOutline(
        id=APPROVAL_MACHINE,
        record=APPROVAL,
        field=_FIELD,
        place=_NOWHERE,
        field_place=_NOWHERE,
        initial="open",
        states=dict.fromkeys(_STATES, _NOWHERE),
        final=frozenset(_STATES) - {"open"},
        transitions={
            name: (
                TransitionOutline(
                    name=name, place=_NOWHERE, origins=("open",), target=target, inputs={}
                ),
            )
            for name, (target, _) in _WAYS.items()
        },
    )
    return RecordOutline(
        id=APPROVAL,
        place=_NOWHERE,
        identity=_IDENTITY,
        fields=_fields(),
        machines=(machine,),
        built_in=True,
    )


def approval_type() -> RecordType:
    """Give the built-in ``approval`` as a definition."""
    return RecordType(
        id=APPROVAL,
        place=_NOWHERE,
        identity=_IDENTITY,
        fields=_fields(),
        title={"en": "Approval", "zh": "审批"},
        machines=(APPROVAL_MACHINE,),
        state_fields={_FIELD: APPROVAL_MACHINE},
        indexed=("record",),
        built_in=True,
        memory={SAID_YES: ListType(types.ANY)},
    )


def approval_states() -> dict[str, State]:
    """Give the states of an approval; all but the first are an end."""
    return {
        name: State(name=name, place=_NOWHERE, title=title, final=name != "open")
        for name, title in _STATES.items()
    }


def approval_transitions() -> tuple[Transition, ...]:
    """Give the transitions of an approval; nobody fires one by hand, people decide."""
    return tuple(
        Transition(
            name=name,
            cause=Cause(
                definition=f"machine/{APPROVAL_MACHINE}",
                path=f"transitions.{name}",
                place=_NOWHERE,
            ),
            origins=("open",),
            target=target,
            title=title,
        )
        for name, (target, title) in _WAYS.items()
    )
