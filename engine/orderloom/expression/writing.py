"""What writing generated code needs at every node: constants, fresh names, tests for missing."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from orderloom.expression.constants import constant_name
from orderloom.expression.runtime import HELPERS
from orderloom.expression.typed import Meaning


class Piece(NamedTuple):
    """Some Python: may it be missing, is it cheap to write twice, may working it raise a fault.

    ``true`` is shorter Python for those who only ask whether the value is True; where there is
    some, it works whatever can raise a fault, or is captured, exactly when ``source`` does.
    """

    source: str
    nullable: bool = True
    simple: bool = False
    faulty: bool = False
    true: str = ""

    @property
    def truth(self) -> str:
        """Give Python that is truthy exactly when the value is True."""
        return self.true or f"({self.source} is True)"


class Writer(ABC):
    """Writes one expression; ``constants`` fills on the way."""

    def __init__(self) -> None:
        self.constants: dict[str, object] = {}
        self._variables = 0
        self.faulty_nodes = 0

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
        bindings = self._worked_first(pieces)
        tests: list[str] = []
        names: list[str] = []
        for place, piece in enumerate(pieces):
            known = piece.source if piece.simple or not piece.nullable else None
            name = bindings.get(place) or known or self.variable()
            names.append(name)
            if piece.nullable:
                bound = place in bindings or piece.simple
                tests.append(f"{name if bound else f'({name} := {piece.source})'} is None")
        source = write(*names)
        if not tests:
            return Piece(f"({source})", nullable=False, true=f"({source})")
        guarded = f"None if {' or '.join(tests)} else {source}"
        if not bindings:
            there = " and ".join(f"{test.removesuffix('None')}not None" for test in tests)
            return Piece(f"({guarded})", true=f"({there} and ({source}))")
        works = ", ".join(f"({name} := {pieces[at].source})" for at, name in bindings.items())
        return Piece(f"({works}, {guarded})[-1]")

    def _worked_first(self, pieces: Sequence[Piece]) -> dict[int, str]:
        """Name, by place, what is worked before anything is found missing.

        A missing value must not hide a fault beside it. Where that could happen, all pieces are
        worked first; else none, which is quicker.
        """
        order = sorted(range(len(pieces)), key=lambda place: not pieces[place].nullable)
        nullable_before = False
        for place in order:
            if pieces[place].faulty and nullable_before:
                return {at: self.variable() for at, piece in enumerate(pieces) if not piece.simple}
            nullable_before = nullable_before or pieces[place].nullable
        return {}
