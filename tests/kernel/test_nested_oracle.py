"""Machines with states inside states live as in the library `transitions`.

The library's `HierarchicalMachine` decides for itself which states a way leaves and enters, in
which order, and whose ways come first. The engine is given YAML.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.world import World
from transitions import MachineError
from transitions.extensions.nesting import HierarchicalMachine, NestedState

from orderloom.flow.effect import FieldChanged

TREE = {"a": {"b": {}, "c": {"d": {}, "e": {}}}, "f": {"g": {}, "h": {}}, "i": {}}
"""States inside states; the first of each level is where a stay begins."""
NAMES = ("go", "turn", "stop")


class Nested(NestedState):
    """A state of the library; inner states are written with a slash."""

    separator = "/"


class Library(HierarchicalMachine):
    """The library's machine over such states."""

    state_cls = Nested


def paths(tree=TREE, outer=""):
    """Give each state's name with its full path, outer states first."""
    for name, inner in tree.items():
        yield name, f"{outer}{name}"
        yield from paths(inner, f"{outer}{name}/")


PATHS = dict(paths())
STATES = tuple(PATHS)
INNERMOST = tuple(
    name for name in STATES if not any(f"/{name}/" in f"/{p}" for p in PATHS.values())
)
WAYS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True),
        st.sampled_from(STATES),
        st.integers(0, 2),
    ),
    min_size=6,
    max_size=16,
)
COMMANDS = st.lists(
    st.tuples(st.just("fire"), st.sampled_from(NAMES)) | st.tuples(st.just("n"), st.integers(0, 3)),
    max_size=14,
)


def yaml_states(tree, indent):
    """Write states down; each says that it was left and entered."""
    lines = []
    for name, inner in tree.items():
        lines.append(f"{indent}{name}:")
        lines += [
            f'{indent}  {when}: [{{set: {{told: \'=join([told, "{word}_{name}"], " ")\'}}}}]'
            for when, word in (("enter", "came"), ("leave", "left"))
        ]
        if inner:
            lines.append(f"{indent}  initial: {next(iter(inner))}")
            lines += [f"{indent}  states:", *yaml_states(inner, f"{indent}    ")]
    return lines


def definitions(ways):
    """Write the machine down; every state is within reach by `jump`, and left by it.

    Conditions are such that no check can prove that one leaves nothing to the next.
    """
    named = {}
    for number, (name, origins, target, above) in enumerate(ways):
        when = f"any([n > {above}, n > {1_000 + number}])"
        line = f"{{from: [{', '.join(origins)}], to: {target}, when: '{when}'}}"
        named.setdefault(name, []).append(line)
    for state in STATES:
        named[f"jump_{state}"] = [f"{{from: [{', '.join(TREE)}], to: {state}, when: n > 9}}"]
    return "\n".join(
        [
            *("kind: record", "id: order", "identity: [no]"),
            "fields: {no: text, n: {type: integer, default: 0}, told: text}",
            *("---", "kind: machine", "id: life", "record: order", "field: status", "initial: a"),
            *("states:", *yaml_states(TREE, "  ")),
            *("transitions:", *(f"  {name}: [{', '.join(each)}]" for name, each in named.items())),
        ]
    )


class Life:
    """A record's life as the library lives it."""

    def __init__(self, ways):
        self.n, self.told = 0, ["came_a", "came_b"]
        self.machine = Library(
            self,
            states=[self.nested(name, inner, "") for name, inner in TREE.items()],
            initial="a",
            auto_transitions=False,
            ignore_invalid_triggers=False,
        )
        for name, origins, target, above in ways:
            for origin in origins:
                self.machine.add_transition(
                    name, PATHS[origin], PATHS[target], conditions=[self.above(above)]
                )

    def nested(self, name, inner, outer):
        state = {
            "name": name,
            "on_enter": [lambda: self.told.append(f"came_{name}")],
            "on_exit": [lambda: self.told.append(f"left_{name}")],
        }
        if inner:
            state["children"] = [self.nested(*each, f"{outer}{name}/") for each in inner.items()]
            state["initial"] = next(iter(inner))
        return state

    def above(self, number):
        return lambda: self.n > number

    def fire(self, name):
        """Fire; False when there is no way, or none is open."""
        try:
            return self.trigger(name)
        except (MachineError, AttributeError):
            return False

    @property
    def stands(self):
        return self.state.rpartition("/")[2]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(WAYS, COMMANDS)
def test_states_inside_states_live_as_in_the_library(ways, commands):
    world, life = World(definitions(ways)), Life(ways)
    world.observe(no="1")
    for kind, value in [("n", 1), *commands]:
        if kind == "n":
            life.n = value
            world.change("1", n=value)
        elif value in {name for name, *_ in ways}:
            done, decision = life.fire(value), world.fire("1", value)
            assert (decision.outcome == "applied") == done
        order = world.order("1").values
        assert order["status"] == life.stands
        assert (order.get("told") or "").split() == life.told


def test_the_oracle_sees_what_the_engine_tells():
    ways = [("go", ["c"], "b", 0), ("go", ["a"], "i", 0)]
    world = World(definitions(ways))
    world.observe(no="1")
    world.change("1", n=10)
    world.fire("1", "jump_e")
    decision = world.fire("1", "go")
    told = [e.value for e in decision.effects if isinstance(e, FieldChanged) and e.field == "told"]
    assert told[-1].split()[-3:] == ["left_e", "left_c", "came_b"]
    entered = [name for name in decision.events if name in {"order.status.a", "order.status.b"}]
    assert entered == ["order.status.b"]
