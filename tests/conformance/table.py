"""The table of what is held: for each schema file, keys by what notices that they are gone."""

from collections import Counter
from collections.abc import Collection, Mapping

from tests.conformance.ledger import Entry
from tests.conformance.trial import CHECK, TRIP

_COLUMNS = ("keys", "test", "trip", "check", "red")


def table(keys: Collection[str], held: Mapping[str, Entry]) -> str:
    """Give the table as text; ``red`` is the share that something notices."""
    counts: dict[str, Counter[str]] = {}
    for key in sorted(keys):
        count = counts.setdefault(key.partition(":")[0], Counter())
        count["keys"] += 1
        if key in held:
            by = held[key].noticed
            count[by if by in (CHECK, TRIP) else "test"] += 1
    counts["all"] = sum(counts.values(), Counter())
    lines = [f"{'':<12}" + "".join(f"{name:>8}" for name in _COLUMNS)]
    for name, count in counts.items():
        numbers = "".join(f"{count[each]:>8}" for each in _COLUMNS[:-1])
        red = 100 * (count["test"] + count["trip"] + count["check"]) / count["keys"]
        lines.append(f"{name:<12}{numbers}{red:>7.1f}%")
    return "\n".join(lines)
