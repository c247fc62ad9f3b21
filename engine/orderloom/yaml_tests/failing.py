"""How a play fails: where, why, and what was found instead."""

from dataclasses import dataclass

from orderloom.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One name of one item that is not as it should be; both sides as people read them."""

    item: str
    name: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that was not as expected.

    Attributes:
        finding: What and where, in words of the catalogue.
        example: Number of the example, 0 when there are none.
        differences: Expected against found.
        nearby: What there was instead, one line an item.
    """

    finding: Diagnostic
    example: int = 0
    differences: tuple[Difference, ...] = ()
    nearby: tuple[str, ...] = ()


class PlayStopped(Exception):
    """A step cannot be done: the play ends here."""

    def __init__(self, code: str, place: Place, **facts: str) -> None:
        super().__init__(code)
        self.finding = Diagnostic(code=code, place=place, facts=facts)
