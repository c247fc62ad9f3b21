"""Machines and trees as Mermaid diagrams, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping

from orderloom.app.drawn_actions import acts, fired_by, told
from orderloom.app.mermaid import BREAK, Diagram, diagram_text, label, node_name
from orderloom.app.naming import Naming
from orderloom.codes.model import Wording
from orderloom.definition.action import Later
from orderloom.definition.common import Condition, title_text
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine, State, Transition
from orderloom.definition.tree import Branch, Hit, Tree
from orderloom.errors import OrderloomError
from orderloom.expression.literals import format_duration
from orderloom.names import nearest

_AUTOMATIC = Wording("⚡ automatic", "⚡ 自动")
_BY_HAND = Wording("✋ by {roles}", "✋ 由{roles}")
_VIA = Wording("⇄ via {call}", "⇄ 经 {call}")
_AFTER = Wording("⏱ after {time}", "⏱ {time} 后")
_AT = Wording("⏱ at {time}", "⏱ 于 {time}")
_WHEN = Wording("when {condition}", "当 {condition}")
_SHOWN = Wording(" 👤 {shown}", " 👤 {shown}")
_ELSE = Wording("else", "否则")
_NOTHING = Wording("nothing", "不处理")
_ON = Wording("on {events}", "发生 {events} 时")
_HITS: Mapping[Hit, Wording] = {
    "unique": Wording("the one that holds", "唯一成立的分支"),
    "first": Wording("the first that holds", "首个成立的分支"),
    "all": Wording("all that hold", "所有成立的分支"),
}


def drawn(flow: Flow, language: str, wanted: str | None = None) -> list[Diagram]:
    """Draw every machine and every tree of a flow, or those that go by one name.

    Args:
        flow: The flow.
        language: ``en`` or ``zh``.
        wanted: An id or ``kind/id``; None: all but machines that are built in.

    Raises:
        OrderloomError: Nothing goes by that name.
    """
    machines = {f"machine/{each.id}": each for each in flow.machines.values()}
    trees = {f"tree/{each.id}": each for each in flow.trees.values()}
    if wanted is None:
        own = [each for each in machines.values() if not flow.records[each.record].built_in]
        return [
            *(draw_machine(flow, each, language) for each in own),
            *(draw_tree(flow, each, language) for each in trees.values()),
        ]
    names = (wanted,) if "/" in wanted else (f"machine/{wanted}", f"tree/{wanted}")
    found = [
        *(draw_machine(flow, machines[name], language) for name in names if name in machines),
        *(draw_tree(flow, trees[name], language) for name in names if name in trees),
    ]
    if not found:
        known = [each for name in (*machines, *trees) for each in (name, name.partition("/")[2])]
        raise OrderloomError("OL683", name=wanted, nearest=nearest(wanted, known) or "")
    return found


def draw_machine(flow: Flow, machine: Machine, language: str) -> Diagram:
    """Draw a machine: its states, its first, those without end, and every way between them."""
    title = title_text(machine.title, language, machine.id)
    lines = _Machine(Naming(flow, language, machine.record), machine).lines()
    return Diagram(
        definition=f"machine/{machine.id}",
        title=title,
        text=diagram_text(title, "stateDiagram-v2", lines),
    )


class _Machine:
    """One machine while it is drawn."""

    def __init__(self, naming: Naming, machine: Machine) -> None:
        self._naming = naming
        self._machine = machine

    def lines(self) -> Iterator[str]:
        """Give the lines of its diagram."""
        machine = self._machine
        yield from self._level(None)
        yield f"[*] --> {node_name(machine.path(machine.initial)[0])}"
        for way in machine.transitions:
            for origin in _drawn_from(machine, way):
                told_way = self._told(way, machine.states[origin])
                aim = way.aim or way.target
                yield f"{node_name(origin)} --> {node_name(aim)} : {told_way}"
        for state in machine.states.values():
            yield from self._timers(state)
            if state.final:
                yield f"{node_name(state.name)} --> [*]"

    def _level(self, outer: str | None) -> Iterator[str]:
        """Declare the states right inside ``outer``; those that have inner ones hold them."""
        machine = self._machine
        for state in machine.states.values():
            if state.outer != outer:
                continue
            node = node_name(state.name)
            yield f'state "{self._title(state)}" as {node}'
            if state.name in machine.beginnings:
                yield f"state {node} {{"
                yield from (f"    {line}" for line in self._level(state.name))
                path = machine.path(machine.beginning(state.name))
                yield f"    [*] --> {node_name(path[path.index(state.name) + 1])}"
                yield "}"

    def _title(self, state: State) -> str:
        """Give a state's title, and what customers read of it where that is something else."""
        language = self._naming.language
        title = label(title_text(state.title, language, state.name))
        if state.shown is None:
            return title
        return title + _SHOWN.fill({"shown": label(title_text(state.shown, language))}, language)

    def _told(self, way: Transition, origin: State) -> str:
        """Tell a way: its title, who or what takes it, and its guards."""
        naming = self._naming
        language = naming.language
        parts = [label(title_text(way.title, language, way.name))]
        if way.automatic:
            parts.append(_AUTOMATIC.fill({}, language))
        if way.via is not None:
            asked = label(f"{way.via.target}.{way.via.operation}")
            parts.append(_VIA.fill({"call": asked}, language))
        if way.by:
            roles = ", ".join(label(naming.addressee(f"role:{role}")) for role in way.by)
            parts.append(_BY_HAND.fill({"roles": roles}, language))
        parts += [_due(later, naming) for later in origin.later if way.name in fired_by(later.do)]
        if way.when:
            parts.append(_condition(way.when, language))
        return " · ".join(parts)

    def _timers(self, state: State) -> Iterator[str]:
        """Tell the timers of a state that take none of the ways out of it."""
        ways = {way.name for way in self._machine.leaving.get(state.name, ())}
        for later in state.later:
            if ways.isdisjoint(fired_by(later.do)):
                doing = ", ".join(label(each) for each in acts(later.do))
                due = _due(later, self._naming)
                yield f"{node_name(state.name)} : {due} · {doing}"


def _drawn_from(machine: Machine, way: Transition) -> tuple[str, ...]:
    """Give the states that a way is drawn from: as written, unless it leaves any."""
    is_named = bool(way.written) and all(name in machine.states for name in way.written)
    return way.written if is_named else way.origins


def draw_tree(flow: Flow, tree: Tree, language: str) -> Diagram:
    """Draw a tree: at which events it is judged, and what each branch asks and does."""
    title = title_text(tree.title, language, tree.id)
    lines = _Tree(Naming(flow, language, tree.record), tree).lines()
    return Diagram(
        definition=f"tree/{tree.id}",
        title=title,
        text=diagram_text(title, "flowchart TD", lines),
    )


class _Tree:
    """One tree while it is drawn; nodes are numbered in file order."""

    def __init__(self, naming: Naming, tree: Tree) -> None:
        self._naming = naming
        self._tree = tree
        self._nodes = 0

    def lines(self) -> Iterator[str]:
        """Give the lines of its diagram."""
        tree = self._tree
        root = self._new()
        events = ", ".join(label(each) for each in tree.on)
        yield f'{root}(["{_ON.fill({"events": events}, self._naming.language)}"])'
        yield from self._level(root, tree.hit, tree.branches, tree.otherwise)

    def _level(
        self, above: str, hit: Hit, branches: Iterable[Branch], otherwise: Branch | None
    ) -> Iterator[str]:
        """Draw the branches below a node, and what happens when none of them holds."""
        language = self._naming.language
        choice = self._new()
        yield f'{choice}{{"{_HITS[hit].fill({}, language)}"}}'
        yield f"{above} --> {choice}"
        for branch in branches:
            node = self._new()
            yield f'{node}["{self._told(branch)}"]'
            asked = _condition(() if branch.when is None else (branch.when,), language)
            yield f'{choice} -->|"{asked}"| {node}'
            if branch.branches:
                yield from self._level(node, branch.hit, branch.branches, branch.otherwise)
        last = self._new()
        actions = () if otherwise is None else otherwise.do
        doing = BREAK.join(label(each) for each in told(actions, self._naming))
        yield f'{last}["{doing or _NOTHING.fill({}, language)}"]'
        yield f'{choice} -->|"{_ELSE.fill({}, language)}"| {last}'

    def _told(self, branch: Branch) -> str:
        parts = [branch.id, *told(branch.do, self._naming)]
        if branch.label is not None:
            parts.insert(1, f"#{branch.label}")
        return BREAK.join(label(each) for each in parts)

    def _new(self) -> str:
        self._nodes += 1
        return f"n{self._nodes}"


def _condition(conditions: Iterable[Condition], language: str) -> str:
    text = " and ".join(each.compiled.text for each in conditions)
    return _WHEN.fill({"condition": label(text)}, language)


def _due(later: Later, naming: Naming) -> str:
    """Say when a timer is due."""
    language = naming.language
    if later.after is not None:
        time = format_duration(later.after)
        if later.calendar is not None:
            time += f" ({naming.calendar(later.calendar.id)})"
        return _AFTER.fill({"time": label(time)}, language)
    at = later.at
    text = "" if at is None else at.compiled.text if at.compiled else at.constant
    return _AT.fill({"time": label(text)}, language)
