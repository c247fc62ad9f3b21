"""How people read the names and values of a flow: by title where there is one, on one line."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from orderloom.app import phrases
from orderloom.app.phrases_of_rules import INFORMING, SEVERE, SEVERITIES
from orderloom.definition.common import Title, title_text
from orderloom.definition.flow import Flow
from orderloom.definition.machine import Machine
from orderloom.definition.playbook import Playbook
from orderloom.definition.rule import Rule, Severity
from orderloom.definition.schedule import Schedule
from orderloom.definition.tree import Tree
from orderloom.expression.literals import format_duration, format_time, parse_money
from orderloom.expression.values import Money

LONGEST = 120


def readable(value: object) -> str:
    """Give a value as one line of text that cannot command a terminal.

    Signs that are not printed (line breaks, escapes, marks of writing direction) become a space
    or ``�``; a text of more than ``LONGEST`` characters is cut. What is missing is empty.
    """
    text = _plain(value)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(
        sign if sign.isprintable() else " " if sign in "\r\n\t" else "�" for sign in text
    )


def _plain(value: object) -> str:
    if value is None:
        return ""
    write = next((write for kind, write in _WRITTEN if isinstance(value, kind)), str)
    return write(value)


def _plain_list(value: list[object] | tuple[object, ...]) -> str:
    # Money in the journal's JSON is a pair: amount and currency.
    if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], str):
        money = f"{value[1]} {value[0]}"
        if parse_money(money) is not None:
            return money
    return "[" + ", ".join(_plain(each) for each in value) + "]"


def _plain_object(value: Mapping[str, object]) -> str:
    if len(value) == 1:
        ((tag, inside),) = value.items()
        if str(tag).startswith("$"):
            return _plain(inside)
    return "{" + ", ".join(f"{name}: {_plain(part)}" for name, part in value.items()) + "}"


# The first kind that fits: a boolean is an integer too, an instant a day, money a tuple.
_WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (Money, str),
    (Decimal, lambda value: f"{value:f}"),
    (datetime, format_time),
    (date, date.isoformat),
    (timedelta, format_duration),
    (list, _plain_list),
    (tuple, _plain_list),
    (Mapping, _plain_object),
)


class Naming:
    """Titles of a flow in one language; without a flow, ids.

    Args:
        flow: The flow, or None.
        language: ``en`` or ``zh``.
        record_type: The record type whose fields are spoken of.
    """

    def __init__(self, flow: Flow | None, language: str, record_type: str) -> None:
        self.language = language
        self._flow = flow
        self._type = None if flow is None else flow.records.get(record_type)

    def value(self, value: object) -> str:
        """Give a value; what is missing reads "empty"."""
        return readable(value) or phrases.EMPTY.fill({}, self.language)

    def value_of(self, _: str, value: object) -> str:
        """Give a field's value."""
        return self.value(value)

    def flow(self) -> str:
        """Give the flow's title."""
        flow = self._flow
        return "" if flow is None else self._title(flow.title, flow.id)

    def record(self, name: str) -> str:
        """Give a record type's title."""
        record = None if self._flow is None else self._flow.records.get(name)
        return self._title(None if record is None else record.title, name)

    def field(self, name: str) -> str:
        """Give a field's title."""
        field = None if self._type is None else self._type.fields.get(name)
        return self._title(None if field is None else field.title, name)

    def machine(self, name: str) -> str:
        """Give the title of a machine."""
        machine = self._machine(name)
        return self._title(None if machine is None else machine.title, name)

    def machine_or_field(self, name: str, field: str) -> str:
        """Give the title of a machine, else the field that it moves."""
        machine = self._machine(name)
        return self._title(None if machine is None else machine.title, field)

    def state(self, machine_name: str, name: object) -> str:
        """Give the title of a machine's state."""
        machine = self._machine(machine_name)
        state = None if machine is None else machine.states.get(str(name))
        return self._title(None if state is None else state.title, self.value(name))

    def transition(self, machine_name: str, name: str) -> str:
        """Give the title of a machine's transition."""
        machine = self._machine(machine_name)
        named = () if machine is None else machine.named.get(name, ())
        return self._title(named[0].title if named else None, name)

    def message(self, name: str) -> str:
        """Give a message's title."""
        message = None if self._flow is None else self._flow.messages.get(name)
        return self._title(None if message is None else message.title, name)

    def playbook(self, name: str) -> str:
        """Give a playbook's title."""
        playbook = None if self._flow is None else self._flow.playbooks.get(name)
        return self._title(None if playbook is None else playbook.title, name)

    def schedule(self, name: str) -> str:
        """Give a schedule's title."""
        schedule = None if self._flow is None else self._flow.schedules.get(name)
        return self._title(None if schedule is None else schedule.title, name)

    def calendar(self, name: str) -> str:
        """Give a calendar's title."""
        calendar = None if self._flow is None else self._flow.calendars.get(name)
        return self._title(None if calendar is None else calendar.title, name)

    def connection(self, name: str) -> str:
        """Give a connection's title."""
        connection = None if self._flow is None else self._flow.connections.get(name)
        return self._title(None if connection is None else connection.title, name)

    def addressee(self, to: str) -> str:
        """Give the title of a role that is addressed; an address stays as it is."""
        kind, _, name = to.partition(":")
        return self.role(name) if kind == "role" else readable(to)

    def role(self, name: str) -> str:
        """Give a role's title."""
        role = None if self._flow is None else self._flow.roles.get(name)
        return self._title(None if role is None else role.title, name)

    def definition(self, name: str) -> str:
        """Give the title of what acts by itself; other definitions go by ``kind/id``."""
        kind, _, rest = name.partition("/")
        flow = self._flow
        if flow is None:
            return self._title(None, name)
        acting: Mapping[str, Mapping[str, Rule | Tree | Playbook | Schedule]] = {
            "rule": flow.rules,
            "tree": flow.trees,
            "playbook": flow.playbooks,
            "schedule": flow.schedules,
        }
        found = acting.get(kind, {}).get(rest)
        return self._title(None if found is None else found.title, name)

    def severity(self, of: Severity) -> str:
        """Give a severity as people read it."""
        return SEVERITIES[of].fill({}, self.language)

    def judge(self, name: str) -> str:
        """Give the title of what judged, marked as one, with how severe it is."""
        kind, _, rest = name.partition("/")
        rule = self._flow.rules.get(rest) if kind == "rule" and self._flow is not None else None
        title = f"*{self.definition(name)}*"
        if rule is None or rule.severity == "info":
            return title + INFORMING.fill({}, self.language)
        return title + SEVERE.fill({"severity": self.severity(rule.severity)}, self.language)

    def _machine(self, name: str) -> Machine | None:
        return None if self._flow is None else self._flow.machines.get(name)

    def _title(self, title: Title | None, fallback: str) -> str:
        return readable(title_text(title, self.language, fallback))
