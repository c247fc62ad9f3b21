"""Turning what went wrong with one field into a fault that a person understands."""

from dataclasses import dataclass

from orderloom.expression.compiled import Fault
from orderloom.expression.faults import shown
from orderloom.expression.functions.text import mask
from orderloom.expression.trouble import Trouble, fault_of
from orderloom.flow.message import ItemFault
from orderloom.mapping.unfit import Unfit, kind_of

MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Blame:
    """Names one field of a mapping in faults.

    Attributes:
        path: The field, with ``%d`` for each ordinal in a list: ``lines[%d].price``.
        is_sensitive: Its values are masked.
    """

    path: str
    is_sensitive: bool

    def fault(self, trouble: Unfit | Trouble, value: object, where: str, *at: int) -> ItemFault:
        """Make the fault; ``at`` are the ordinals that ``path`` asks for."""
        field = self.path % at
        if not isinstance(trouble, Unfit):
            return self._of_expression(fault_of(trouble), field, where)
        text = self._shown(value)
        # A nearest word would give away what the mask hides.
        added = {} if self.is_sensitive and "nearest" in trouble.facts else trouble.facts
        facts = {"field": field, "value": shown(text), **added}
        return ItemFault(trouble.code, where, field, text, facts)

    def _of_expression(self, fault: Fault, field: str, where: str) -> ItemFault:
        if self.is_sensitive:
            return ItemFault("OL560", where, field, None, {"field": field})
        return ItemFault(fault.code, where, field, None, dict(fault.facts))

    def _shown(self, value: object) -> str:
        """Give a value as it may be kept: cut, and masked when it is sensitive."""
        if isinstance(value, dict | list | tuple):
            return kind_of(value)
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        return (mask(text[:MAX_SHOWN]) if text else "") if self.is_sensitive else text[:MAX_SHOWN]
