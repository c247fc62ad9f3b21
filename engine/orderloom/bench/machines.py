"""Taking a transition: our table against ``transitions``' own way, on a light model."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from transitions import EventData
from transitions import Machine as PeerMachine

from orderloom.bench.timing import agree, times_faster
from orderloom.definition.common import Condition
from orderloom.definition.machine import Machine, State, Transition
from orderloom.diagnostics import Cause, Place
from orderloom.expression.compile import compile_expression
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import DECIMAL
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.edges import admitted, edges_of

_STATES = (
    "imported",
    "checked",
    "approved",
    "allocated",
    "picked",
    "packed",
    "shipped",
    "delivered",
    "closed",
)
_LIFE = ("check", "approve", "allocate", "pick", "pack", "ship", "deliver", "close")
_PLACE = Place("bench", 1)
_ENOUGH = Decimal(0)
Told = list[str]


class _Light:
    """A model that holds a state and nothing of the library's."""

    __slots__ = ("paid", "state", "told")

    def __init__(self, told: Told) -> None:
        self.state = _STATES[0]
        self.paid: Decimal | None = Decimal(10)
        self.told = told


def transition_vs_transitions(orders: int, rounds: int) -> list[float]:
    """Give how many times faster a transition with one guard and one callback is taken."""
    ours, peer = _ours(orders), _peer(orders)
    agree(ours(), peer())
    return times_faster(ours, peer, rounds)


def _ours(orders: int) -> Callable[[], Told]:
    edges = edges_of(_machine())
    around = Surroundings()

    def live() -> Told:
        told: Told = []
        for _ in range(orders):
            values: dict[str, Any] = {"status": _STATES[0], "paid": Decimal(10)}
            for name in _LIFE:
                taken = admitted(edges[values["status"]][name], values, {}, around)
                assert taken is not None  # noqa: S101 - the life is a possible one
                values["status"] = taken.target
                told.append(taken.target)
        return told

    return live


def _machine() -> Machine:
    """Give the machine as the compiler builds it."""
    scope = Scope(names={"paid": Name(type=DECIMAL, source="s.get('paid')")}, zone="UTC")
    guard = Condition(place=_PLACE, compiled=compile_expression("paid > 0.0", scope))
    cause = Cause(definition="machine/order_status", path="transitions", place=_PLACE)
    transitions = tuple(
        Transition(name=name, cause=cause, origins=(was,), target=target, when=(guard,))
        for name, was, target in zip(_LIFE, _STATES, _STATES[1:], strict=False)
    )
    return Machine(
        id="order_status",
        record="order",
        field="status",
        initial=_STATES[0],
        place=_PLACE,
        states={name: State(name=name, place=_PLACE) for name in _STATES},
        transitions=transitions,
        leaving={each.origins[0]: (each,) for each in transitions},
        named={each.name: (each,) for each in transitions},
        automatic={},
    )


def _peer(orders: int) -> Callable[[], Told]:
    machine = PeerMachine(
        model=None,
        states=list(_STATES),
        transitions=[
            {"trigger": name, "source": was, "dest": to, "conditions": _is_paid, "after": _tell}
            for name, was, to in zip(_LIFE, _STATES, _STATES[1:], strict=False)
        ],
        initial=_STATES[0],
        send_event=True,
        auto_transitions=False,
    )
    events = [machine.events[name] for name in _LIFE]

    def live() -> Told:
        told: Told = []
        for _ in range(orders):
            model = _Light(told)
            for event in events:
                event.trigger(model)
        return told

    return live


def _model(data: EventData) -> _Light:
    model: _Light = data.model  # type: ignore[assignment] # it is what trigger was given
    return model


def _is_paid(data: EventData) -> bool:
    paid = _model(data).paid
    return paid is not None and paid > _ENOUGH


def _tell(data: EventData) -> None:
    model = _model(data)
    model.told.append(model.state)
