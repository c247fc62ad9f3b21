"""All rules, and branches of trees, on one event as one generated function.

Calling one function for the whole set costs a fraction of calling one a rule, and each rule
stands in its own ``try``, so that a broken one spoils nobody else. Rules whose condition begins
with the same field being equal to something stand in one function per value, found by a dict:
those that cannot be true are not even looked at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol, TypeAlias

from orderloom.definition.common import Condition
from orderloom.expression.compiled import Gate
from orderloom.expression.trouble import TROUBLE, Trouble

Hits: TypeAlias = list[int]
Faults: TypeAlias = list[tuple[int, Trouble]]
Judge: TypeAlias = Callable[[Mapping[str, Any], object, Hits, Faults], None]


class Judged(Protocol):
    """What is judged: a rule or a branch; without ``when`` it always hits."""

    @property
    def when(self) -> Condition | None:
        """Give its condition."""


_FEW = 4
"""So few rules behind one field are judged faster than a dict is asked."""
_Numbered: TypeAlias = tuple[int, Judged]


def generate_judge(rules: Sequence[Judged], *, few: int = _FEW) -> Judge:
    """Give a function that appends to ``hits`` the index of every rule whose ``when`` is true.

    Unknown is no hit. A rule that cannot be judged is appended to ``faults`` with its error.
    Both are in the order of the rules.

    Args:
        rules: Those on one event, and the branches of the trees on it.
        few: Fields on which no more rules depend are not indexed.
    """
    gated: dict[str, list[_Numbered]] = defaultdict(list)
    for numbered in enumerate(rules):
        if (gate := _gate(numbered[1])) is not None:
            gated[gate.source].append(numbered)
    indexed = {source: behind for source, behind in gated.items() if len(behind) > few}
    return _Writer().write(list(enumerate(rules)), indexed)


def _gate(rule: Judged) -> Gate | None:
    return None if rule.when is None else rule.when.compiled.written.gate


class _Writer:
    """Writes the functions; ``names`` holds what they use."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._tables: dict[str, dict[object, str]] = {}
        self._names: dict[str, Any] = {"TROUBLE": TROUBLE, "first": itemgetter(0)}

    def write(self, rules: list[_Numbered], indexed: Mapping[str, list[_Numbered]]) -> Judge:
        behind_gates = {index for behind in indexed.values() for index, _ in behind}
        doors = [self._index(source, behind) for source, behind in indexed.items()]
        self._function("judge", [each for each in rules if each[0] not in behind_gates])
        for door in doors:
            self._lines += door
        if doors:
            self._lines += ["    if len(hits) > 1:", "        hits.sort()"]
            self._lines += ["    if len(faults) > 1:", "        faults.sort(key=first)"]
        # Only text of our own code generator, from checked trees, gets here, never a user's.
        exec(compile("\n".join(self._lines), "<rules>", "exec"), self._names)  # noqa: S102
        for table, functions in self._tables.items():
            self._names[table] = {value: self._names[name] for value, name in functions.items()}
        judge: Judge = self._names["judge"]
        return judge

    def _index(self, source: str, behind: list[_Numbered]) -> list[str]:
        """Write the functions behind one field, and give the lines that go there."""
        by_value: dict[object, list[_Numbered]] = defaultdict(list)
        for index, rule in behind:
            for value in _values(rule):
                by_value[value].append((index, rule))
        number = len(self._tables)
        # A missing value makes no rule true, but those that can go wrong must still do so.
        self._function(f"missing{number}", [each for each in behind if not _is_quiet(each[1])])
        table = self._tables[f"table{number}"] = {}
        for place, (value, rules) in enumerate(by_value.items()):
            table[value] = f"door{number}_{place}"
            self._function(table[value], rules)
        return [
            f"    value = {source}",
            f"    door = missing{number} if value is None else table{number}.get(value)",
            "    if door is not None:",
            "        door(s, e, hits, faults)",
        ]

    def _function(self, name: str, rules: Iterable[_Numbered]) -> None:
        lines: list[str] = []
        shared: dict[str, str] = {}
        for index, rule in rules:
            if rule.when is None:
                lines.append(f"    hits.append({index})")
                continue
            truth = rule.when.compiled.written.truth
            shared.update(truth.shared)
            self._names.update(rule.when.compiled.written.constants)
            lines += [
                "    try:",
                f"        if {truth.source}:",
                f"            hits.append({index})",
                "    except TROUBLE as error:",
                f"        faults.append(({index}, error))",
            ]
        reads = [f"    {shared_name} = {source}" for shared_name, source in shared.items()]
        self._lines += [f"def {name}(s, e, hits, faults):", "    pass", *reads, *lines]


def _values(rule: Judged) -> frozenset[object]:
    gate = _gate(rule)
    return frozenset() if gate is None else gate.values


def _is_quiet(rule: Judged) -> bool:
    gate = _gate(rule)
    return gate is not None and gate.is_quiet
