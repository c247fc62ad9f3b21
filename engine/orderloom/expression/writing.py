"""What writing generated code needs at every node: constants, fresh names, tests for missing."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from orderloom.expression.constants import constant_name
from orderloom.expression.runtime import HELPERS
from orderloom.expression.typed import Meaning


class Piece(NamedTuple):
    """Some Python: may it be missing, and is it cheap to write twice."""

    source: str
    nullable: bool = True
    simple: bool = False


class Writer(ABC):
    """Writes one expression; ``constants`` fills on the way."""

    def __init__(self) -> None:
        self.constants: dict[str, object] = {}
        self._variables = 0

    @abstractmethod
    def emit(self, node: Meaning) -> Piece:
        """Write ``node``."""

    def helper(self, name: str) -> str:
        """Name a function of ``runtime``, and have it among the constants."""
        self.constants[name] = HELPERS[name]
        return name

    def constant(self, value: object) -> Piece:
        """Write a value known when compiling."""
        if value is None or isinstance(value, bool | int | str):
            return Piece(repr(value), nullable=value is None, simple=True)
        name = constant_name(value)
        self.constants[name] = value
        return Piece(name, nullable=False, simple=True)

    def variable(self) -> str:
        """Give a name that this expression does not use yet."""
        self._variables += 1
        return f"_v{self._variables}"

    def present(self, pieces: Sequence[Piece], write: Callable[..., str]) -> Piece:
        """Write what is made of ``pieces`` when all are there, else missing.

        Args:
            pieces: Each is worked out once.
            write: Takes a name (or simple source) for each piece.
        """
        tests: list[str] = []
        names: list[str] = []
        for piece in pieces:
            if not piece.nullable:
                names.append(piece.source)
            elif piece.simple:
                tests.append(f"{piece.source} is None")
                names.append(piece.source)
            else:
                name = self.variable()
                tests.append(f"({name} := {piece.source}) is None")
                names.append(name)
        source = write(*names)
        if not tests:
            return Piece(f"({source})", nullable=False)
        return Piece(f"(None if {' or '.join(tests)} else {source})")
