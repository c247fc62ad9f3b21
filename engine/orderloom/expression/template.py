"""Message texts with ``{{ expression }}``, ``{% if … %}`` and ``{% for … %}`` in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from orderloom.expression.compiled import Compiled, ExpressionInvalid, Read
from orderloom.expression.faults import Faults
from orderloom.expression.functions.zones import find_zone
from orderloom.expression.limits import MAX_TEMPLATE_CHARACTERS
from orderloom.expression.scope import Scope
from orderloom.expression.templates.cutting import cut
from orderloom.expression.templates.filling import (
    Branches,
    Filling,
    Part,
    Printed,
    Rounds,
    Words,
    fill_all,
)
from orderloom.expression.templates.media import Manners, Medium, manners
from orderloom.expression.templates.nesting import put_in_order

__all__ = ["Medium", "Template", "compile_template"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A text ready to be filled.

    Attributes:
        text: As it was written.
        parts: Plain text, slots, branches and rounds, in order.
        zone: Zone in which instants are shown.
        manners: How the medium takes values.
        reads: Every distinct path read, in order of appearance, without those of loops' variables.
        volatile: Whether it reads ``now``.
    """

    text: str
    parts: tuple[Part, ...]
    zone: ZoneInfo
    manners: Manners
    reads: tuple[Read, ...]
    volatile: bool = False

    def render(
        self,
        s: Mapping[str, Any],
        e: Any,  # noqa: ANN401 - the surroundings belong to a higher layer
        language: str = "en",
    ) -> tuple[str, tuple[str, ...]]:
        """Fill the text.

        Args:
            s: The record's values.
            e: The surroundings.
            language: ``en`` or ``zh``, for truth values and lists.

        Returns:
            The text, and what was missing in it (printed as ``—``, or a list without a round), as
            it was written.

        Raises:
            EvaluationFault: A value cannot be printed, or the text gets too long.
        """
        filling = Filling(
            s=dict(s),
            e=e,
            zone=self.zone,
            language=language,
            manners=self.manners,
            length=len(self.text),
        )
        fill_all(self.parts, filling)
        return filling.text(), tuple(dict.fromkeys(filling.missing))


def compile_template(text: str, scope: Scope, *, medium: Medium) -> Template:
    """Give a message's text ready to be filled.

    Args:
        text: Text with ``{{ expression }}``, ``{% if … %}`` and ``{% for x in … %}``; ``{# … #}``
            is dropped.
        scope: The names the expressions may use.
        medium: What carries it: decides what values may bring into the text.

    Raises:
        ExpressionInvalid: With every fault found; offsets count in ``text``.
    """
    faults = Faults()
    zone = find_zone(scope.zone)
    if zone is None:
        faults.add("OL381", 0, len(text), found=scope.zone, nearest="")
    if len(text) > MAX_TEMPLATE_CHARACTERS:
        facts = {"found": str(len(text)), "limit": f"{MAX_TEMPLATE_CHARACTERS:,}"}
        faults.add("OL301", MAX_TEMPLATE_CHARACTERS, len(text), **facts)
    if faults or zone is None:
        raise ExpressionInvalid(faults.sorted())
    parts = put_in_order(cut(text, faults), scope, faults)
    faults.raise_if_any()
    expressions = list(_expressions(parts))
    reads = {read.path: read for each in expressions for read in each.reads}
    return Template(
        text=text,
        parts=parts,
        zone=zone,
        manners=manners(medium),
        reads=tuple(read for read in reads.values() if read.root in scope.names),
        volatile=any(each.volatile for each in expressions),
    )


def _expressions(parts: tuple[Part, ...]) -> Iterator[Compiled]:
    """Give every expression, in order of appearance."""
    for part in parts:
        match part:
            case Words():
                continue
            case Printed(slot=slot):
                yield slot.expression
            case Branches(branches=branches, otherwise=otherwise):
                for condition, within in branches:
                    yield condition.expression
                    yield from _expressions(within)
                yield from _expressions(otherwise)
            case Rounds(source=source, parts=within):
                yield source.expression
                yield from _expressions(within)
