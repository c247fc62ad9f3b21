"""Items: what an event or a record is to a stream."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from orderloom.definition.figure import Stream
from orderloom.diagnostics import Cause
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.discretion import Discretion
from orderloom.kernel.figures.atoms import Atom, atom, micros, text_of
from orderloom.kernel.figures.measures import Measure, measure_of
from orderloom.kernel.figures.tree import Tie

Hash: TypeAlias = Callable[[str, str], str]
"""What a text is for and the text, to a text that tells nobody what it was."""
Group: TypeAlias = tuple[str, tuple[Any, ...], list[Atom | None]]
"""A group as a text, its values, and those that may stand in the clear."""


class Item(NamedTuple):
    """One item: its group, when it was, what is kept of it, and what tells it from others."""

    group: Group
    at: int
    kept: Any
    tie: Tie


class StreamProgram:
    """A stream, ready to take items.

    Attributes:
        cause: The first figure that looks at it.
        stream: Its definition.
        measure: How its items are summed up.
    """

    def __init__(self, stream: Stream, cause: Cause, discretion: Discretion) -> None:
        self.stream = stream
        self.cause = cause
        self.measure: Measure = measure_of(stream.measure, stream.carry)
        self._hidden = tuple(discretion.is_name(name) for name in stream.by)
        value = stream.value
        self._is_value_hidden = value is not None and any(discretion.hidden(value, {}))
        self._around = Surroundings()

    @property
    def is_hidden(self) -> bool:
        """Say whether anything that is kept of its items must not stand in the clear."""
        return any(self._hidden) or self._is_value_hidden

    def of_event(
        self, names: Mapping[str, Any], at: datetime, now: datetime, hashed: Hash
    ) -> list[Item]:
        """Give the items that an event is."""
        when = now if self.stream.arrival else at
        return list(self.items(names, micros(when), "", hashed))

    def group(self, key: tuple[Any, ...], hashed: Hash) -> Group | None:
        """Give the group of these values; None where one is missing or can make no group."""
        atoms = [atom(value) for value in key]
        if None in atoms or "" in key:
            return None
        shown: list[Atom | None] = list(atoms)
        written: list[Any] = list(atoms)
        for index, is_hidden in enumerate(self._hidden):
            if is_hidden:
                written[index] = hashed("figure", text_of([written[index]]))
                shown[index] = None
        return text_of(written), key, shown

    def items(self, names: Mapping[str, Any], at: int, tie: str, hashed: Hash) -> Iterator[Item]:
        """Give the items that an event or record is.

        Args:
            names: What their expressions name.
            at: When it was, in microseconds.
            tie: What tells it from others.
            hashed: Makes texts unreadable.

        Raises:
            EvaluationFault: A value turned out wrong.
        """
        if self.stream.each is None:
            entries: list[tuple[str, Mapping[str, Any]]] = [(tie, names)]
        else:
            listed = names.get(self.stream.each) or ()
            entries = [
                (f"{tie}#{index}", {**names, **(entry if isinstance(entry, Mapping) else {})})
                for index, entry in enumerate(listed)
            ]
        for own, seen in entries:
            if (item := self._item(seen, at, own, hashed)) is not None:
                yield item

    def of_record(self, names: Mapping[str, Any], hashed: Hash) -> list[Item]:
        """Give the items that a record is as it stands; none while its time is missing."""
        at = names.get(self.stream.time)
        return [] if at is None else list(self.items(names, micros(at), names["id"], hashed))

    def _item(self, names: Mapping[str, Any], at: int, tie: str, hashed: Hash) -> Item | None:
        where = self.stream.where
        if where is not None and where.compiled.evaluate(names, self._around) is not True:
            return None
        group = self.group(tuple(names.get(name) for name in self.stream.by), hashed)
        if group is None:
            return None
        if self.stream.value is None:
            return Item(group, at, None, tie)
        kept = self._kept(self.stream.value.evaluate(names, self._around), hashed)
        return None if kept is None else Item(group, at, kept, tie)

    def _kept(self, value: Any, hashed: Hash) -> Any:  # noqa: ANN401 - a flow's value
        """Give what is kept of a value; None where it makes no item."""
        match self.stream.measure:
            case "share":
                return None if value is None else int(value is True)
            case "duration":
                return int(value is True)
            case "distinct":
                kept = None if value == "" else atom(value)
                if kept is None:
                    return None
                text = text_of([kept])
                return hashed("figure", text) if self._is_value_hidden else text
            case _:
                return None if value == "" else atom(value)


Numbered: TypeAlias = tuple[StreamProgram, Item]
"""An item of an event, which gets its number when the event is judged."""
