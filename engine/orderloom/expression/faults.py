"""Collecting what is wrong with one text."""

from orderloom.expression.invalid import ExpressionInvalid, Fault

WORST_FIRST = 20


class Faults:
    """What has been found so far; one fault for one spot and code."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int, str], Fault] = {}

    def add(self, code: str, start: int, end: int, **facts: str) -> None:
        """Note a fault at ``start`` to ``end``."""
        key = (start, end, code)
        self._found.setdefault(key, Fault(code=code, start=start, end=end, facts=facts))

    def replace_code(self, code: str, better: str, start: int, end: int) -> None:
        """Say the same finding with a code that knows more about where it stands."""
        found = self._found.pop((start, end, code), None)
        if found is not None:
            self.add(better, start, end, **found.facts)

    def drop(self, code: str, start: int, end: int) -> None:
        """Forget a finding that a bigger one takes in."""
        self._found.pop((start, end, code), None)

    def covers(self, start: int, end: int) -> bool:
        """Say whether something between ``start`` and ``end`` is already found wrong."""
        return any(start <= at and to <= end for at, to, _ in self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def sorted(self) -> tuple[Fault, ...]:
        """Give all faults by position, at most ``WORST_FIRST`` of them."""
        ordered = sorted(self._found.values(), key=lambda fault: (fault.start, fault.end))
        return tuple(ordered[:WORST_FIRST])

    def raise_if_any(self) -> None:
        """Raise ``ExpressionInvalid`` with everything found, if anything was."""
        if self._found:
            raise ExpressionInvalid(self.sorted())


def shown(text: str) -> str:
    """Give ``text`` as it may stand in a message: short, and without unprintable characters."""
    cut = text if len(text) <= 40 else text[:37] + "…"
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in cut)
