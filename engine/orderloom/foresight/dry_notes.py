"""What a connection would remember: a dry run's notebook keeps to itself."""

from orderloom.ports import Notebook

LASTING = frozenset({"token"})
"""What is written for real: the platform has taken the old token back, dry run or not."""


class DryNotebook:
    """A notebook over a real one; what was read in a dry run is read again for real."""

    def __init__(self, notes: Notebook) -> None:
        self._notes = notes
        self._own: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Give what was put, here or before."""
        return self._own[name] if name in self._own else self._notes.get(name)

    def put(self, name: str, value: str) -> None:
        """Remember a text until the dry run is over; a token for good."""
        if name in LASTING:
            self._notes.put(name, value)
        else:
            self._own[name] = value
