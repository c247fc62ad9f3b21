"""Which names an expression may use, of what type, and how generated code reaches them."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from orderloom.expression.calendars import Calendar
from orderloom.expression.functions.model import Function
from orderloom.expression.functions.table import functions
from orderloom.expression.picking import Picker
from orderloom.expression.rates import Rates
from orderloom.expression.types import ObjectType, Type

Reason: TypeAlias = tuple[str, Mapping[str, str]]
"""A code and its facts."""

METRICS = "metrics"
"""The name that all metrics stand under."""

ENTERED = "$entered."
"""Begins the name under which a record keeps when it last entered ``field.state``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A root name.

    ``source`` is a Python expression over the generated function's arguments: ``s``, the
    record's values by name (a dict; absent is missing), and ``e``, the surroundings (see
    ``orderloom.flow.surroundings``). With ``is_constant`` the value is ``constant``, known when
    compiling. ``volatile`` names change with time alone: ``now``.
    """

    type: Type
    source: str = ""
    constant: object = None
    is_constant: bool = False
    volatile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A metric as one place sees it.

    ``parts`` are what it has besides its value, each None without a baseline; with ``trouble`` it
    means nothing there.
    """

    value: Name
    parts: Mapping[str, Name | None]
    trouble: Reason | None = None


STOCK_CALL = "stock()"
"""Stands in ``Scope.elsewhere`` for the function, where nothing would say that goods have moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The names of one place in a definition (language, chapter 4).

    Attributes:
        names: Root names; an alias maps to the same ``Name`` as the field.
        aliases: alias: field name, so that ``Compiled.reads`` uses field names.
        zone: IANA name for functions of wall-clock time without ``zone=``.
        elsewhere: Names that exist in other places, each with a code whose wording says why not
            here.
        shapes: Record type to its parts; where records can be seen at all.
        identities: Record type to the fields of its identity.
        states: The record's machine fields, each with its states.
        tables: Tables with columns; None stands for one that has findings of its own.
        calendars: What counts working time; None stands for one that has findings of its own.
        stocks: Each stock with the kinds that goods may have there.
        rates: What ``convert`` reads; None without a table ``rates`` of the right columns.
        metrics: Every metric by its id; None where none can be seen.
        added: Functions of installed packages, none of them called as one of the language.
        unusable: Those that are broken, each with a code and facts that say why.
    """

    names: Mapping[str, Name]
    zone: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, ObjectType] = field(default_factory=dict)
    identities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tables: Mapping[str, Picker | None] = field(default_factory=dict)
    calendars: Mapping[str, Calendar | None] = field(default_factory=dict)
    stocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rates: Rates | None = None
    metrics: Mapping[str, Gauge] | None = None
    added: Mapping[str, Function] = field(default_factory=dict)
    unusable: Mapping[str, Reason] = field(default_factory=dict)

    @property
    def functions(self) -> Mapping[str, Function]:
        """Give every function that may be called here."""
        return ChainMap(dict(functions()), dict(self.added)) if self.added else functions()
