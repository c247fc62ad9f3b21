"""Machines live here as in the library `transitions`: same states, callbacks, refusals.

The library decides for itself: it is given states, ways, guards as Python functions, and
callbacks in the language's order (leave, do, state written, enter). The engine is given YAML.
"""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.world import World
from transitions import Machine, MachineError, State

from orderloom.flow.effect import FieldChanged, Moved

STATES = ("s0", "s1", "s2", "s3")
ENDS = ("end", "lost")
NAMES = ("go", "turn", "stop")
NUMBERS = st.integers(0, 3)


@dataclass(frozen=True)
class Guard:
    """A condition over fields, as text, and as the library asks it of a life."""

    text: str
    holds: object


def above(number):
    return Guard(f"a > {number}", lambda life: life.a is not None and life.a > number)


def equal(number):
    return Guard(f"a == {number}", lambda life: life.a == number)


GUARDS = st.one_of(
    NUMBERS.map(above),
    NUMBERS.map(equal),
    st.sampled_from(
        [
            Guard("b", lambda life: life.b is True),
            Guard("not b", lambda life: life.b is False),
            Guard("missing(b)", lambda life: life.b is None),
            Guard("b or a > 1", lambda life: life.b is True or (life.a is not None and life.a > 1)),
        ]
    ),
)


@dataclass(frozen=True)
class Way:
    """A way; `origins` None: any."""

    name: str
    origins: tuple | None
    target: str
    guards: tuple
    automatic: bool = False

    @property
    def leaves(self):
        return STATES if self.origins is None else self.origins

    def yaml(self, number):
        origins = "any" if self.origins is None else f"[{', '.join(self.origins)}]"
        guards = ", ".join(f'"{guard.text}"' for guard in self.guards)
        return (
            f"{{from: {origins}, to: {self.target}, when: [{guards}], "
            f"automatic: {str(self.automatic).lower()}, "
            f"do: [{{set: {{did_{number}: '=default(did_{number}, 0) + 1'}}}}]}}"
        )


ORIGINS = st.none() | st.lists(st.sampled_from(STATES), min_size=1, unique=True).map(tuple)
BY_HAND = st.builds(
    Way,
    name=st.sampled_from(NAMES),
    origins=ORIGINS,
    target=st.sampled_from((*STATES, *ENDS)),
    guards=st.lists(GUARDS, min_size=1, max_size=2).map(tuple),
)


@st.composite
def automatic(draw, number):
    """Give a way that leads on, so that a life comes to rest."""
    origin = draw(st.integers(0, len(STATES) - 1))
    target = draw(st.sampled_from((*STATES[origin + 1 :], *ENDS)))
    guards = draw(st.lists(GUARDS, min_size=1, max_size=2))
    return Way(f"auto_{number}", (STATES[origin],), target, tuple(guards), automatic=True)


@st.composite
def machines(draw):
    """Give ways in file order; the first four make every state reachable."""
    spine = [
        Way("next", (was,), to, (draw(GUARDS),))
        for was, to in zip(STATES, (*STATES[1:], ENDS[0]), strict=True)
    ]
    autos = [draw(automatic(number)) for number in range(draw(st.integers(0, 3)))]
    ways = [*spine, Way("lose", ("s0",), "lost", (draw(GUARDS),)), *autos]
    return [*ways, *draw(st.lists(BY_HAND, max_size=6))]


COMMANDS = st.lists(
    st.one_of(
        st.tuples(st.just("fire"), st.sampled_from(("next", "lose", "auto_0", *NAMES))),
        st.tuples(st.just("a"), st.none() | NUMBERS),
        st.tuples(st.just("b"), st.none() | st.booleans()),
    ),
    max_size=12,
)


def definitions(ways):
    """Write the machine down; ways of one name stand together, where the first of them stood."""
    named = {}
    for number, way in enumerate(ways):
        named.setdefault(way.name, []).append(way.yaml(number))
    counts = [f"did_{number}" for number in range(len(ways))]
    counts += [f"{what}_{state}" for state in (*STATES, *ENDS) for what in ("left", "came")]
    states = [
        f"  {state}: {{final: {str(state in ENDS).lower()}, "
        f"enter: [{{set: {{came_{state}: '=default(came_{state}, 0) + 1'}}}}], "
        f"leave: [{{set: {{left_{state}: '=default(left_{state}, 0) + 1'}}}}]}}"
        for state in (*STATES, *ENDS)
    ]
    lines = [
        "kind: record",
        "id: order",
        "identity: [no]",
        "fields:",
        *("  no: text", "  a: integer", "  b: boolean"),
        *(f"  {name}: integer" for name in counts),
        "---",
        *("kind: machine", "id: life", "record: order", "field: status", "initial: s0"),
        "states:",
        *states,
        "transitions:",
        *(f"  {name}: [{', '.join(each)}]" for name, each in named.items()),
    ]
    return "\n".join(lines)


class Life:
    """A record's life as the library lives it; `told` is what came of the last command."""

    def __init__(self, ways):
        self.a = self.b = None
        self.told = []
        ends = [State(name, on_enter=[self.written, self.came]) for name in (*STATES, *ENDS)]
        self.machine = Machine(
            self, states=ends, initial="s0", auto_transitions=False, send_event=True
        )
        self.autos = [f"way_{number}" for number, way in in_file_order(ways) if way.automatic]
        for number, way in in_file_order(ways):
            for trigger in (way.name, f"way_{number}") if way.automatic else (way.name,):
                self.machine.add_transition(
                    trigger,
                    list(way.leaves),
                    way.target,
                    conditions=[self.asked(guard) for guard in way.guards],
                    before=[self.left, self.did(number)],
                )

    def asked(self, guard):
        return lambda _: guard.holds(self)

    def did(self, number):
        return lambda _: self.told.append(f"did_{number}")

    def left(self, event):
        self.told.append(f"left_{event.transition.source}")

    def written(self, event):
        self.told.append(self.state)

    def came(self, event):
        self.told.append(f"came_{self.state}")

    def begin(self):
        self.told = ["s0", "came_s0"]
        self.settle()
        return "applied", self.told

    def fire(self, name):
        """Fire, and say how it went: there is no way from here, or a guard is against it."""
        self.told = []
        if name not in self.machine.events:
            return "no such name", []
        try:
            done = self.trigger(name)
        except MachineError:
            return "no way", []
        if not done:
            return "guarded", []
        self.settle()
        return "applied", self.told

    def write(self, name, value):
        self.told = []
        setattr(self, name, value)
        self.settle()
        return "applied", self.told

    def settle(self):
        """Take automatic ways, the first that fits, until none does."""
        while any(self.may(trigger) and self.trigger(trigger) for trigger in self.autos):
            pass

    def may(self, trigger):
        return trigger in self.machine.get_triggers(self.state)


def in_file_order(ways):
    """Number ways as they were drawn, and give them as the file has them: by name."""
    names = list(dict.fromkeys(way.name for way in ways))
    return sorted(enumerate(ways), key=lambda each: names.index(each[1].name))


def lived(decision):
    """Give what a decision of the engine did, in the oracle's words."""
    if decision.outcome == "refused":
        codes = {reason.code for reason in decision.reasons}
        words = {"OL716": "no such name", "OL706": "no way"}
        return words.get(next(iter(codes)), "guarded"), []
    told = []
    for effect in decision.effects:
        if isinstance(effect, Moved):
            told.append(effect.state)
        elif isinstance(effect, FieldChanged) and "_" in effect.field:
            told.append(effect.field)
    return "applied", told


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(machines(), COMMANDS)
def test_a_machine_lives_as_in_the_library(ways, commands):
    world, life = World(definitions(ways)), Life(ways)
    assert lived(world.observe(no="1")) == life.begin()
    for name, value in commands:
        if name == "fire":
            found, expected = lived(world.fire("1", value)), life.fire(value)
        else:
            found, expected = lived(world.change("1", **{name: value})), life.write(name, value)
        assert found == expected
        assert world.order("1").values["status"] == life.state
