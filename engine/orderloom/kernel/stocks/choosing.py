"""Which places goods are taken from: ranked as a reservation prefers, all of them or none."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any, TypeAlias

from orderloom.expression.ordering import check_alike, sort_key
from orderloom.kernel.stocks.lines import Line

MOST_TRIED = 2_000
"""So many sets of places are looked at; beyond, the next best place is taken each time."""

There: TypeAlias = Mapping[str, Mapping[str, Decimal]]
"""Place to what is available there, by item; places as they are ranked."""


def split(lines: Sequence[Line], there: There, *, fewest: bool) -> dict[str, list[Line]] | None:
    """Say what to take where; None when there is not enough.

    Args:
        lines: What is wanted.
        there: What there is.
        fewest: Whether as few places as can be; else each in turn gives what it has.
    """
    useful = {
        place: has
        for place, has in there.items()
        if any(has.get(line.item) and line.place in ("", place) for line in lines)
    }
    if _taken(lines, useful) is None:
        return None
    if fewest and (few := _fewest(lines, useful)) is not None:
        return few
    if fewest:
        return _taken(lines, _most_first(lines, useful))
    return _taken(lines, useful)


def _fewest(lines: Sequence[Line], there: There) -> dict[str, list[Line]] | None:
    tried = 0
    for size in range(1, len(there) + 1):
        for names in combinations(there, size):
            tried += 1
            if tried > MOST_TRIED:
                return None
            found = _taken(lines, {name: there[name] for name in names})
            if found is not None:
                return found
    return None


def _most_first(lines: Sequence[Line], there: There) -> There:
    """Rank places by how many lines each could give alone, else as they are."""

    def alone(place: str) -> int:
        return -sum(there[place].get(line.item, 0) >= line.quantity for line in lines)

    return {place: there[place] for place in sorted(there, key=alone)}


def _taken(lines: Sequence[Line], there: There) -> dict[str, list[Line]] | None:
    """Take each line from the places in turn."""
    left = {place: dict(has) for place, has in there.items()}
    found: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: not line.place):  # those of one place only first
        wanted = line.quantity
        for place, has in left.items():
            take = min(wanted, has.get(line.item, Decimal(0)))
            if take <= 0 or line.place not in ("", place):
                continue
            has[line.item] -= take
            wanted -= take
            found.setdefault(place, []).append(Line(line.item, take, place))
        if wanted > 0:
            return None
    return found


def ranked(names: Sequence[str], ranks: Sequence[Sequence[Any]]) -> list[str]:
    """Give places by what each is worth, ascending; missing last, ties as they are.

    ``ranks`` has a list for each value that ranks, with one entry for each place.
    """
    order = list(range(len(names)))
    for values in reversed(ranks):
        check_alike([value for value in values if value is not None], 0, 0)
        present = [index for index in order if values[index] is not None]
        present.sort(key=lambda index: sort_key(values[index]))
        order = present + [index for index in order if values[index] is None]
    return [names[index] for index in order]
