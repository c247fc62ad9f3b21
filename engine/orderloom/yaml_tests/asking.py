"""Steps of a test as what the engine takes in: messages and commands."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from orderloom.app import acting
from orderloom.app.bulk import Wish
from orderloom.definition.test import Change, Decide, Fire, Receive, Run, RunOver, Unhold, Values
from orderloom.errors import OrderloomError
from orderloom.flow import command as commands
from orderloom.flow.command import Actor, Command, Observe, Origin
from orderloom.flow.message import Message, message_id
from orderloom.flow.record import identity_key
from orderloom.names import RecordId
from orderloom.yaml_tests.stage import Stage

CUSTOMER = "customer"
"""The role that needs no declaration: the portal's visitor."""

Doing: TypeAlias = Change | Fire | Run | Unhold | Decide


class Asked(NamedTuple):
    """A message or a command; ``name`` is what expectations call it when it is refused.

    ``verb`` is what they may call it besides.
    """

    name: str
    what: Message | Command
    verb: str = ""


class Asking:
    """Makes messages and commands of one play's steps; no two commands have one origin."""

    def __init__(self, test: str, stage: Stage) -> None:
        self._test = test
        self._stage = stage
        self._number = 0

    def of(self, step: Receive | Doing) -> Asked:
        """Give what a step asks for, as things stand now.

        Raises:
            PlayStopped: It is about a record of which there is not exactly one.
            OrderloomError: Its file cannot be read.
        """
        self._number += 1
        if isinstance(step, Receive):
            what = self._message(step) if step.item is None else self._observation(step, step.item)
            return Asked(step.mapping, what)
        who = self.actor(step.actor)
        origin = Origin(self._origin_name(), actor=who)
        now = self._stage.clock.now()
        record_id = RecordId(self._stage.find(step.target))
        match step:
            case Change(values=values):
                given = self._values(values)
                return Asked("change", commands.Change(origin, now, record_id, given))
            case Fire(inputs=inputs, transition=name):
                given = self._values(inputs)
                return Asked(name, commands.Fire(origin, now, record_id, name, given))
            case Run(inputs=inputs, playbook=name):
                given = self._values(inputs)
                return Asked(name, commands.Run(origin, now, record_id, name, given))
            case Decide(yes=yes, why=why):
                verdict: Literal["yes", "no"] = "yes" if yes else "no"
                return Asked("decide", commands.Decide(origin, now, record_id, verdict, why))
            case Unhold(hold=name, why=why):
                lifting = commands.Lift(origin, now, record_id, name, why)
                return Asked(name, lifting, "unhold")

    def over(self, step: RunOver) -> tuple[Wish, Origin]:
        """Give what a bulk asks for, and who asks."""
        self._number += 1
        inputs = self._values(step.inputs)
        around = self._stage.around()
        wish = Wish(playbook=step.playbook, select=step.over, inputs=inputs, around=around)
        return wish, Origin(self._origin_name(), actor=self.actor(step.actor))

    def _message(self, step: Receive) -> Message:
        """Make a message; done ``times``, it is the same one told again."""
        connection = self._stage.flow.connections.get(step.connection or "")
        place = step.place
        name = f"{self._test}:{place.line}:{place.column}"
        body = step.body or b""
        if step.file is not None:
            name = step.file.name
            try:
                body = step.file.read_bytes()
            except OSError as error:
                reason = error.strerror or "–"
                raise OrderloomError("OL643", file=str(step.file), reason=reason) from error
        source = None if connection is None else connection.id
        return Message(
            message_id(step.mapping, source, name, body),
            step.mapping,
            name,
            body,
            self._stage.clock.now(),
            source,
            None if connection is None else connection.zone,
        )

    def _observation(self, step: Receive, item: Values) -> Observe:
        """Make what a mapping would have made of a message with this one item."""
        mapping = self._stage.flow.mappings[step.mapping]
        record = self._stage.flow.records[mapping.record]
        values = self._values(item)
        lacking = [name for name in record.identity if values.get(name) is None]
        if lacking:
            missing = ", ".join(lacking)
            raise OrderloomError("OL709", record=record.id, missing=missing)
        key = identity_key([values[name] for name in record.identity])
        origin = Origin(self._origin_name(), where="item", source=step.connection)
        now = self._stage.clock.now()
        return Observe(origin, now, mapping.id, record.id, key, values)

    def _origin_name(self) -> str:
        return f"test:{self._test}:{self._number}"

    def actor(self, text: str | None) -> Actor | None:
        """Give who acts; None: the engine itself."""
        return None if text is None else actor_of(self._stage, text)

    def _values(self, values: Values) -> dict[str, Any]:
        if not values:
            return {}
        around = self._stage.around()
        nothing: Mapping[str, Any] = {}
        return {name: value.of(nothing, around) for name, value in values}


def actor_of(stage: Stage, text: str) -> Actor:
    """Give the person whom a step names."""
    role, _, person = text.partition("/")
    if role == CUSTOMER:
        return Actor(person or CUSTOMER, frozenset((CUSTOMER,)))
    return acting.actor(stage.app, text)
