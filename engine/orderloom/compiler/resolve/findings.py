"""Collecting diagnostics while compiling goes on."""

from collections.abc import Iterable, Mapping

from orderloom.diagnostics import Diagnostic, Place
from orderloom.names import nearest

_FEW = 8


class Findings:
    """Every finding so far; compiling never stops at the first."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def add(self, finding: Diagnostic) -> None:
        """Add a finding made elsewhere."""
        self._found.append(finding)

    def error(self, code: str, place: Place, *, related: Place | None = None, **facts: str) -> None:
        """Add an error; ``related`` is the second place when two things clash.

        What is built in stands in no file, so that it is no place to point at.
        """
        if related is not None and not related.line:
            related = None
        self._found.append(Diagnostic(code=code, place=place, facts=facts, related=related))

    def warn(self, code: str, place: Place, *, related: Place | None = None, **facts: str) -> None:
        """Add a warning."""
        self._found.append(
            Diagnostic(code=code, place=place, severity="warning", facts=facts, related=related)
        )

    def unknown(
        self, code: str, place: Place, name: str, known: Iterable[str], **facts: str
    ) -> None:
        """Add an unknown name with its nearest spelling.

        Args:
            code: A code whose wording has ``{name}`` and whose hints have ``{nearest}``,
                ``{declared}`` and ``{known}``.
            place: Where the name stands.
            name: As it is written.
            known: What would be right; a mapping also gives where each is declared.
            facts: Further facts of the wording.
        """
        names = tuple(known)
        close = nearest(name, names)
        if close is not None:
            facts["nearest"] = close
            declared = known.get(close) if isinstance(known, Mapping) else None
            if isinstance(declared, Place) and declared.line:
                facts["declared"] = _from(place, declared)
        if 0 < len(names) <= _FEW:
            facts["known"] = ", ".join(f"'{each}'" for each in names)
        self.add(Diagnostic(code=code, place=place, facts=facts | {"name": name}))

    def has_errors(self) -> bool:
        """Say whether anything found so far is an error."""
        return any(each.severity == "error" for each in self._found)

    def all(self) -> tuple[Diagnostic, ...]:
        """Give the findings in the order in which they were made."""
        return tuple(self._found)


def _from(place: Place, declared: Place) -> str:
    """Name ``declared`` as seen from ``place``: without the file when it is the same."""
    if place.file == declared.file:
        return f"{declared.line}:{declared.column}"
    return str(declared)
