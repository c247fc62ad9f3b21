"""What expressions see of a flow's tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from orderloom.compiler.resolve.settings import type_of
from orderloom.definition.table import Table
from orderloom.expression.picking import Picker
from orderloom.expression.rates import Rates
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import ANY, ObjectType, Type

RATES = "rates"
"""The table that ``convert`` reads."""


@dataclass(frozen=True, kw_only=True)
class TablesOutline:
    """The tables of a flow; ``broken`` are those with findings of their own."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def added_to(self, scope: Scope) -> Scope:
        """Give a scope that sees ``tables.x``, and the rows for ``pick`` and ``convert``."""
        return replace(
            scope,
            names=dict(scope.names) | {"tables": self.name},
            tables=self.pickers,
            rates=self.rates,
        )

    @cached_property
    def name(self) -> Name:
        """Give ``tables``: the plain lists, each a constant; of broken ones nothing is known."""
        lists = {name: each.values for name, each in self.tables.items() if each.picker is None}
        types: dict[str, Type] = {name: type_of(values) for name, values in lists.items()}
        types |= dict.fromkeys(self.broken, ANY)
        constant = dict[str, object](lists) | dict.fromkeys(self.broken)
        return Name(type=ObjectType(types), constant=constant, is_constant=True)

    @cached_property
    def pickers(self) -> Mapping[str, Picker | None]:
        """Give the tables with columns; the broken ones, which may be such, without rows."""
        found: dict[str, Picker | None] = {
            name: each.picker for name, each in self.tables.items() if each.picker is not None
        }
        return found | dict.fromkeys(self.broken)

    @property
    def rates(self) -> Rates | None:
        """Give what ``convert`` reads."""
        found = self.tables.get(RATES)
        return None if found is None else found.rates
