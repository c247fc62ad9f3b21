"""Messages on their way: each that goes, waits or is given up is told by an effect and an event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct

from orderloom.definition.message import Text
from orderloom.definition.record import ABOUT, HELD
from orderloom.diagnostics import Cause, Place
from orderloom.expression.template import Template
from orderloom.flow.effect import Call, Notified, Suppressed, Why
from orderloom.flow.message_effect import Bounced, Delayed, Joined
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.sight.masking import shown

_OF_A_PERSON = ("sms", "email", "chat", "portal")
"""Media by which an addressee is known, the surest first."""


Kept = dict[str, Any]
"""Who is told what, as a record of the engine remembers it."""


class Rendered(NamedTuple):
    """A text ready to go: subject, text and language; ``missing`` paths printed as a dash."""

    parts: dict[str, Any]
    missing: tuple[str, ...]


class Address(Struct, frozen=True, kw_only=True):
    """Whom a message is for: medium to address, or a role; ``language`` is what they read.

    ``records`` are the type of the record whose own person is meant, and all that it extends.
    """

    media: dict[str, str]
    language: str
    role: str | None = None
    records: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Name the addressee: one person has one name, by whatever medium and about whatever."""
        if self.role is not None:
            return f"role:{self.role}"
        known = (f"{name}:{self.media[name]}" for name in _OF_A_PERSON if name in self.media)
        return next(known, "")


class Occasion(Struct, frozen=True, kw_only=True):
    """Which message is wanted, by what, and about which record of which type; None: about none."""

    message: str
    cause: Cause | None
    record: str
    record_id: str | None


class Letter(Struct, frozen=True, kw_only=True):
    """A message ready to go."""

    occasion: Occasion
    address: Address
    medium: str
    text: Rendered

    @property
    def message(self) -> str:
        """Name the message."""
        return self.occasion.message

    @property
    def to(self) -> str:
        """Name the addressee as traces show it."""
        return shown_to(self.address, self.medium)


def shown_to(address: Address, medium: str) -> str:
    """Name an addressee as traces show it."""
    if address.role is not None:
        return f"role:{address.role}"
    return str(shown(address.media[medium], hidden=True))


def send(work: Overlay, letter: Letter) -> None:
    """Put a message into the outbox."""
    carrier = work.program.carriers.get(letter.medium)
    call_id, occasion = work.ids.next("call"), letter.occasion
    work.effects.append(
        Notified(
            record=occasion.record,
            record_id=occasion.record_id,
            cause=occasion.cause,
            message=occasion.message,
            medium=letter.medium,
            to=letter.to,
            missing=letter.text.missing,
            call=call_id,
        )
    )
    to = letter.address.media[letter.medium]
    payload = letter.text.parts | {"message": occasion.message, "medium": letter.medium, "to": to}
    work.calls.append(
        Call(
            id=call_id,
            at=work.now,
            connection=None if carrier is None else carrier.connection,
            operation="notify" if carrier is None else carrier.operation,
            payload=payload,
            key=call_id,
            irreversible=carrier is None or carrier.irreversible,
            record_id=occasion.record_id,
        )
    )
    emit(work, occasion, "sent", {"to": letter.to})


def suppress(work: Overlay, occasion: Occasion, reason: Why, to: str | None = None) -> None:
    """Journal why a message does not go; ``to`` is the addressee as traces show it."""
    work.effects.append(
        Suppressed(
            record=occasion.record,
            record_id=occasion.record_id,
            cause=occasion.cause,
            message=occasion.message,
            reason=reason.code,
            facts=reason.facts,
        )
    )
    told = {"reason": reason.code} | ({} if to is None else {"to": to})
    emit(work, occasion, "suppressed", told)


def wait(work: Overlay, occasion: Occasion, reason: Why, to: str, due: datetime) -> None:
    """Journal that a message waits, and why."""
    work.effects.append(
        Delayed(
            record=occasion.record,
            record_id=occasion.record_id,
            cause=occasion.cause,
            message=occasion.message,
            to=to,
            due=due,
            reason=reason.code,
            facts=reason.facts,
        )
    )


def join(work: Overlay, occasion: Occasion, into: str, to: str) -> None:
    """Journal that a message that waited is told within another."""
    work.effects.append(
        Joined(
            record=occasion.record,
            record_id=occasion.record_id,
            cause=occasion.cause,
            message=occasion.message,
            into=into,
            to=to,
        )
    )


def bounce(work: Overlay, occasion: Occasion, call: str, error: str, facts: dict[str, str]) -> None:
    """Journal that a message did not arrive, and why: ``error`` is a code."""
    work.effects.append(
        Bounced(
            record=occasion.record,
            record_id=occasion.record_id,
            cause=None,
            message=occasion.message,
            call=call,
            error=error,
            facts=facts,
        )
    )
    emit(work, occasion, "bounced", {"reason": error})


def emit(work: Overlay, occasion: Occasion, kind: str, told: Mapping[str, Any]) -> None:
    """Let an event of a message happen: to the record that it is about, if it declares one."""
    declared = work.program.flow.messages.get(occasion.message)
    about, record_id = None, occasion.record_id
    if declared is not None and declared.record is not None and record_id is not None:
        about = work.get(record_id)
    payload = dict(told)
    if record_id is not None:
        payload["record"] = record_id
    work.emit(f"message.{occasion.message}.{kind}", about, payload)


def render(text: Text, values: Mapping[str, Any], around: Surroundings, language: str) -> Rendered:
    """Fill in the body and the subject.

    Raises:
        EvaluationFault: A value cannot be printed, or the text gets too long.
    """
    rendered: dict[str, Any] = {"language": language}
    missing: tuple[str, ...] = ()
    for part, templates in (("subject", text.subject), ("text", text.body)):
        if templates is not None:
            template = _in_language(templates, language)
            rendered[part], absent = template.render(values, around, language)
            missing += absent
    return Rendered(rendered, missing)


def _in_language(templates: Mapping[str, Template], language: str) -> Template:
    return templates.get(language) or next(iter(templates.values()))


def kept(occasion: Occasion, address: Address) -> Kept:
    """Give what is to be remembered of who is told what, as a record of the engine holds it."""
    assert occasion.cause is not None  # noqa: S101 - only a definition wants a message
    cause, place = occasion.cause, occasion.cause.place
    return {
        "message": occasion.message,
        "cause": [cause.definition, cause.path],
        "place": [place.file, place.line, place.column, place.end],
        "record": occasion.record,
        "record_id": occasion.record_id or "",
        "media": address.media,
        "language": address.language,
        "role": address.role or "",
        "records": list(address.records),
    }


def hold(work: Overlay, holder: Draft, held: Sequence[Kept]) -> None:
    """Let a record of the engine remember which messages wait there, and whom they are about."""
    about = sorted({each["record_id"] for each in held} - {""})
    work.put(holder, HELD, list(held) or None)
    if holder.values.get(ABOUT) != (about or None):
        work.put(holder, ABOUT, about or None)


def recalled(entry: Kept) -> tuple[Occasion, Address]:
    """Give what ``kept`` was given."""
    definition, path = entry["cause"]
    occasion = Occasion(
        message=entry["message"],
        cause=Cause(definition=definition, path=path, place=Place(*entry["place"])),
        record=entry["record"],
        record_id=entry["record_id"] or None,
    )
    address = Address(
        media=entry["media"],
        language=entry["language"],
        role=entry["role"] or None,
        records=tuple(entry["records"]),
    )
    return occasion, address
