"""Record types: what a record has and what makes two the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from orderloom.definition.common import Condition, Title, Value
from orderloom.definition.figure import Figure
from orderloom.definition.suggest import Suggest
from orderloom.diagnostics import Place
from orderloom.expression.compiled import Compiled
from orderloom.expression.types import Type

SYSTEM_FIELDS = ("id", "created_at", "changed_at", "version", "source", "tags", "holds")
"""What every record has besides its fields; ``<machine field>_since`` comes with each machine."""

FILE = "file"
"""The type of fields that hold attachments."""

CASE = "case"
ANSWERS = "answers"
"""The field of a case that names the messages offered as replies."""
APPROVAL = "approval"
SAID_YES = "$yes"
"""Who has consented to an approval, each with those of the roles asked that they had."""
"""The built-in type of cases, which others may extend."""

TIMERS = "$timers"
"""What a record remembers of its timers that wait (``kernel.timers``)."""
OVERDUE = "overdue"
"""Since when a timer there is over that waits for a person to decide, in place of ``due``."""
OPENERS = "$openers"
"""What a case remembers of the actions that opened it (``kernel.openers``)."""
CALLS = "$calls"
"""What a record remembers of its calls that no answer has come to (``kernel.calls``)."""
DONE = "$done"
"""Names under ``once`` of calls that succeeded for a record."""
TAKEN = "$taken"
"""What each target last took of a record (``kernel.actions.push``)."""
BRANCHES = "$branches"
"""What a record remembers of the branches of trees that hold (``kernel.labels``)."""
STARTED = "$started."
"""Begins the name under which is kept when a rule with ``once_per`` last started."""
LASTING = "$lasting"
"""What a record remembers of lasting rules that it makes true (``kernel.lasting``)."""
ARCHIVED = "$archived"
"""Since when no selection finds a record (``kernel.retaining``)."""
RESERVED = "$reserved"
"""What a record has reserved of stocks (``kernel.stocks.reservations``)."""
FINISHING = "$finishing."
"""Begins the name under which a record keeps, by a machine's field, the earlier version's machine
that moves it."""
AWAITS = "$awaits."
"""Begins the name under which a record keeps the identity that a reference of it waits for."""
GRAMS = "$grams"
"""The name under which records are found by what their texts are made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record type.

    Attributes:
        kind: The ``type`` of the language.
        type: What expressions see.
        parts: The fields of an object, or of a list's objects.
        edit: The roles that may type it.
        to: Type of the records that a reference, or a field ``records``, is about.
        through: Field of those records that points back; of a field ``records`` only.
        match: The identity of the record that a reference points at, part by part; followed
            whenever what it reads changes.
        pattern: How a serial number is written.
        measured: Whether it is stored nowhere, but worked out whenever it is asked for: by
            ``figure``.
        owner: Connection or group whose word stands; ``owners`` are the connections meant.
    """

    name: str
    kind: str
    type: Type
    place: Place
    parts: Mapping[str, "Field"] = field(default_factory=dict)
    item: "Field | None" = None
    key: str | None = None
    title: Title | None = None
    aliases: tuple[str, ...] = ()
    required: bool = False
    sensitive: bool = False
    unique: bool = False
    to: str | None = None
    through: str | None = None
    match: tuple[Value, ...] = ()
    pattern: str | None = None
    currency: str | None = None
    default: Value | None = None
    compute: Compiled | None = None
    edit: tuple[str, ...] = ()
    edit_when: tuple[Condition, ...] = ()
    owner: str | None = None
    owners: tuple[str, ...] = ()
    measured: bool = False
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retain:
    """How long records are kept as they are; what then becomes of them is archiving or erasing.

    ``state`` of the machine's ``field`` is the one whose entering is counted from; None: the last
    change is.
    """

    span: timedelta
    erases: bool
    place: Place
    field: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a record's own person is reached; each a value or None."""

    phone: Value | None = None
    email: Value | None = None
    chat: Value | None = None
    language: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """A record type.

    ``computed`` lists computed fields in an order in which each reads only earlier ones.
    ``machines`` are ids, in the order of id; ``state_fields`` maps a machine's field to its id.
    ``memory`` is what the engine keeps with each record for itself, by names that begin with
    ``$``, so that no expression reaches it; ``hidden_memory`` may hold sensitive values.
    ``indexed`` are the names by whose value records are found; those in ``hidden_index`` are
    written hashed there. ``sought`` are texts by whose grams its records are found, under
    ``GRAMS``. ``lineage`` are the types whose fields it takes over, nearest first.
    """

    id: str
    place: Place
    identity: tuple[str, ...]
    fields: Mapping[str, Field]
    title: Title | None = None
    note: str | None = None
    version_field: str | None = None
    contact: Reach | None = None
    retain: Retain | None = None
    computed: tuple[str, ...] = ()
    machines: tuple[str, ...] = ()
    state_fields: Mapping[str, str] = field(default_factory=dict)
    built_in: bool = False
    memory: Mapping[str, Type] = field(default_factory=dict)
    hidden_memory: frozenset[str] = frozenset()
    indexed: tuple[str, ...] = ()
    hidden_index: frozenset[str] = frozenset()
    lineage: tuple[str, ...] = ()
    suggest: Suggest | None = None
    sought: tuple[str, ...] = ()

    @property
    def is_case(self) -> bool:
        """Say whether its records are cases."""
        return CASE in (self.id, *self.lineage)

    @property
    def is_approval(self) -> bool:
        """Say whether its records are approvals."""
        return APPROVAL in (self.id, *self.lineage)

    @property
    def unique(self) -> tuple[str, ...]:
        """Name the fields whose value only one record of the type may have."""
        return tuple(name for name, each in self.fields.items() if each.unique)


MEMO = "$memo"
"""The engine's own type: what it remembers of a key that is no record of the flow."""

SHELF = "$shelf"
"""The engine's own type: what a stock has of one item."""
AMOUNTS = "$amounts"
"""How much of the item there is, by place and kind."""
PROMISED = "$promised"
"""How much of the item is reserved for whom, where a stock is allotted."""
PARKED = "$parked"
"""The engine's own type: a piece of work that a brake parked."""
PER = "$per"
"""The values that name a group, in the order of its rule's ``per`` (``kernel.groups``)."""
ACTIVE = "$active"
"""The rule for which a group is remembered, so that its groups are found by it."""
TOUCHED = "$touched"
"""Which records a definition with a brake touched of late, and when."""
BRAKED = "$braked"
"""Since when a definition's work is parked."""
NUMBERED = "$numbered"
"""How many there were: pieces of a definition's work that were parked, numbers drawn."""
WORK = "$work"
"""What is parked, until a person decides."""
WAITING = "$waiting"
"""The definition whose work still waits for that, so that it is found by it."""

HELD = "$held"
"""Messages that wait (``kernel.contact``), or what they are to tell (``kernel.grouping``)."""
ABOUT = "$about"
"""Ids of the records that the messages which wait there are about, so that it is found by them."""
SENT = "$sent"
"""Which messages one addressee was sent of late, and when."""


def is_own(record_type: str) -> bool:
    """Say whether a type is the engine's own, whose records nobody is shown."""
    return record_type.startswith("$")


NO_RECORD = RecordType(id="", place=Place("", 0), identity=(), fields={})
"""Stands for the record type where there is no record: schedules, and rules on their events."""
