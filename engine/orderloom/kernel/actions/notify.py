"""``notify``: send a message to a role, an address, or the record's own contact."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from orderloom.definition.action import Notify
from orderloom.definition.message import Text
from orderloom.expression.template import Template
from orderloom.flow.effect import Call, Notified, Suppressed
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import muting
from orderloom.kernel.actions.telling import Telling
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.program import Program
from orderloom.kernel.refusal import GRANTED, Reasons
from orderloom.sight.masking import shown

_NEEDS = (("sms", "phone"), ("email", "email"), ("chat", "chat"))


class Addressee(Struct, frozen=True):
    """Who a message goes to: medium to address; ``name`` as traces show it."""

    addresses: dict[str, str]
    language: str
    name: str | None = None


class Rendered(Struct, frozen=True):
    """A text ready to go: subject, text and language; ``missing`` paths printed as a dash."""

    parts: dict[str, Any]
    missing: tuple[str, ...]


class Sending(Struct, frozen=True):
    """What goes, over which medium, to whom."""

    medium: str
    addressee: Addressee
    text: Rendered


def notify(
    work: Overlay, draft: Draft, action: Notify, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Put the message into the outbox, or journal why it cannot go."""
    message = work.program.flow.messages[action.message]
    to = None if action.to is None else _addresses_in(action.to.of(scope, around))
    addressee = _addressee(work.program, draft, action, to, around)
    wanted = action.media or tuple(message.media)
    medium = next((name for name in wanted if name in addressee.addresses), None)
    if medium is None:
        work.effects.append(
            Suppressed(
                record=draft.program.id,
                record_id=draft.ref,
                cause=action.cause,
                message=message.id,
                reason="OL711",
                facts={"media": ", ".join(wanted)},
            )
        )
        return GRANTED
    reason = muting.against(work, draft, action, around)
    if reason is not None:
        work.effects.append(
            Suppressed(
                record=draft.program.id,
                record_id=draft.ref,
                cause=action.cause,
                message=message.id,
                reason=reason.code,
                facts=reason.facts,
            )
        )
        return GRANTED
    own = Surroundings(work.now, event=around.event, old=around.old, user=around.user)
    telling = Telling(work, draft, action.role)
    own.values = telling.values(action, around, scope)
    own.to = addressee.addresses[medium]
    text = _render(message.media[medium], telling.record(), own, addressee.language)
    _send(work, draft, action, Sending(medium, addressee, text))
    return GRANTED


def _addressee(
    program: Program,
    draft: Draft,
    action: Notify,
    to: dict[str, str] | None,
    around: Surroundings,
) -> Addressee:
    language = program.flow.languages[0]
    if action.role is not None:
        name = f"role:{action.role}"
        media = program.flow.messages[action.message].media
        return Addressee(dict.fromkeys(media, name), language, name)
    if to is not None:
        return Addressee(to, language)
    contact = draft.program.shape.contact
    if contact is None:
        return Addressee({}, language)
    addresses: dict[str, str] = {"portal": draft.id}
    for medium, part in _NEEDS:
        value = getattr(contact, part)
        address = None if value is None else value.of(draft.values, around)
        if address is not None:
            addresses[medium] = str(address)
    spoken = None if contact.language is None else contact.language.of(draft.values, around)
    return Addressee(addresses, spoken if isinstance(spoken, str) else language)


def _addresses_in(value: object) -> dict[str, str]:
    """Read a phone, an e-mail address, or an object with phone, email and chat."""
    if isinstance(value, dict):
        parts = {medium: value.get(part) for medium, part in _NEEDS}
        return {medium: str(part) for medium, part in parts.items() if part is not None}
    if value is None:
        return {}
    return {"email" if "@" in str(value) else "sms": str(value)}


def _send(work: Overlay, draft: Draft, action: Notify, sending: Sending) -> None:
    medium, addressee, text = sending.medium, sending.addressee, sending.text
    to = addressee.addresses[medium]
    carrier = work.program.carriers.get(medium)
    call_id = work.ids.next("call")
    work.effects.append(
        Notified(
            record=draft.program.id,
            record_id=draft.ref,
            cause=action.cause,
            message=action.message,
            medium=medium,
            to=addressee.name or str(shown(to, hidden=True)),
            missing=text.missing,
            call=call_id,
        )
    )
    work.calls.append(
        Call(
            id=call_id,
            at=work.now,
            connection=None if carrier is None else carrier.connection,
            operation="notify" if carrier is None else carrier.operation,
            payload=text.parts | {"message": action.message, "medium": medium, "to": to},
            key=call_id,
            irreversible=carrier is None or carrier.irreversible,
            record_id=draft.ref,
        )
    )


def _render(text: Text, values: Mapping[str, Any], around: Surroundings, language: str) -> Rendered:
    """Fill in the body and the subject; also give the paths that were missing."""
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
