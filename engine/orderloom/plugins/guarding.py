"""A stranger's connector at work: what it gives is looked at before anybody believes it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from orderloom.codes.catalogue import all_codes
from orderloom.errors import DeliveryFailed, OutcomeUnknown, OutgoingStopped
from orderloom.flow.effect import Call
from orderloom.ports import Connector, OperationShape, ReceivedFile, Session, facts_of

ERROR_CLASSES = frozenset({"transient", "throttled", "auth", "rejected", "bug"})
_LONGEST = 200


class GuardedConnector:
    """``ports.Connector`` over one that came by an entry point.

    What is no file, no answer or no known error becomes a ``DeliveryFailed`` that names the plugin
    and its distribution; whatever else it raises goes on as it is, for both callers know what to
    do about exceptions. What a call hands over is held against the operation's schema first.
    """

    def __init__(self, connector: Connector, distribution: str) -> None:
        self._connector = connector
        self._distribution = distribution
        self.id = connector.id
        self.needs = connector.needs
        self.streams = connector.streams
        self.media = connector.media
        self.operations = connector.operations
        self.facts = facts_of(connector)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else it has
        """Give what the port does not name."""
        if name.startswith("_"):  # not there yet: somebody copies this object
            raise AttributeError(name)
        return getattr(self._connector, name)

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give its files.

        Raises:
            DeliveryFailed: It failed, or gave something else than a file (OL781).
        """
        try:
            for file in self._connector.poll(session, stream):
                if not _is_file(file):
                    raise self._wrong("poll", file)
                yield file
        except DeliveryFailed as error:
            raise self._known(error) from error

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Tell it that a file is durable.

        Raises:
            DeliveryFailed: It failed.
        """
        try:
            self._connector.taken(session, stream, file)
        except DeliveryFailed as error:
            raise self._known(error) from error

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Carry out a call that its operation can take.

        Raises:
            DeliveryFailed: It failed; or the input does not fit (OL782), and nothing left.
            OutcomeUnknown: It gave something else than an answer (OL781).
        """
        self._check_input(call)
        try:
            answer = self._connector.perform(session, call)
        except DeliveryFailed as error:
            raise self._known(error) from error
        if not _is_answer(answer):
            raise self._wrong("perform", answer)
        return answer

    def _check_input(self, call: Call) -> None:
        shape = operation_of(self._connector, call.operation)
        if shape is None or shape.takes is None:
            return
        from jsonschema import Draft202012Validator  # noqa: PLC0415 - see plugins/shapes.py

        plain = json.loads(json.dumps(call.payload, default=_as_json))
        fault = next(iter(Draft202012Validator(shape.takes).iter_errors(plain)), None)
        if fault is not None:
            facts = {"connector": self.id, "operation": call.operation}
            where = ".".join(str(each) for each in fault.absolute_path) or "–"
            wanted = str(fault.validator)
            raise DeliveryFailed("OL782", "bug", **facts, where=where, wanted=wanted)

    def _wrong(self, where: str, found: object) -> DeliveryFailed:
        facts = {"plugin": self.id, "distribution": self._distribution, "where": where}
        kind = OutcomeUnknown if where == "perform" else DeliveryFailed
        return kind("OL781", "bug", **facts, found=type(found).__name__)

    def _known(self, error: DeliveryFailed) -> DeliveryFailed:
        """Give an error that can be told; a plugin has no wordings of its own in the catalogue."""
        klass = error.error_class if error.error_class in ERROR_CLASSES else "bug"
        if isinstance(error, OutgoingStopped) or (
            error.code in all_codes() and klass == error.error_class
        ):
            return error
        text = error.facts.get("text", "") or error.code
        facts = {"plugin": self.id, "distribution": self._distribution}
        return type(error)("OL780", klass, **facts, text=text[:_LONGEST])


def operation_of(connector: Connector, name: str) -> OperationShape | None:
    """Give an operation of a connector, None when it has none of that name."""
    return next((each for each in connector.operations if each.name == name), None)


def _is_file(found: object) -> bool:
    if not isinstance(found, ReceivedFile):
        return False
    return tuple(map(type, (found.name, found.body, found.mark))) == (str, bytes, str)


def _is_answer(found: object) -> bool:
    """Say whether it is an object of names that the journal can keep."""
    if not isinstance(found, Mapping) or not all(isinstance(name, str) for name in found):
        return False
    try:
        json.dumps(dict(found), default=_plain)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _as_json(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _plain(value: object) -> str:
    if isinstance(value, date | timedelta | Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
