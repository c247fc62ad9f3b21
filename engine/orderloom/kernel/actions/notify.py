"""``notify``: send a message to a role, an address, or the record's own contact."""

from collections.abc import Mapping
from typing import Any

from orderloom.definition.action import Notify
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel import contact, grouping, letters, muting
from orderloom.kernel.action_list import id_of
from orderloom.kernel.draft import Draft
from orderloom.kernel.letters import Address, Letter, Occasion
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.refusal import GRANTED, Reasons, why
from orderloom.kernel.telling import Telling

_NEEDS = (("sms", "phone"), ("email", "email"), ("chat", "chat"))


def notify(
    work: Overlay, draft: Draft, action: Notify, around: Surroundings, scope: Mapping[str, Any]
) -> Reasons:
    """Put the message into the outbox, let it wait, or journal why it cannot go."""
    message = work.program.flow.messages[action.message]
    occasion = Occasion(
        message=message.id, cause=action.cause, record=draft.program.id, record_id=draft.ref
    )
    address = _address(work, draft, action, around, scope)
    wanted = action.media or tuple(message.media)
    medium = next((name for name in wanted if name in address.media), None)
    if medium is None:
        letters.suppress(work, occasion, why("OL711", media=", ".join(wanted)))
        return GRANTED
    reason = muting.against(work, draft, action, around)
    if reason is not None:
        letters.suppress(work, occasion, reason, letters.shown_to(address, medium))
        return GRANTED
    telling = Telling(work, draft, action.role)
    values = telling.values(action, around, scope)
    if work.voice is not None and work.voice.group is not None:
        told = grouping.Start(occasion, address, medium, values)
        grouping.collect(work, draft, work.voice, told, around)
        return GRANTED
    own = Surroundings(
        work.now, event=around.event, old=around.old, user=around.user, records=work.records
    )
    own.values = values
    own.to = address.media[medium]
    text = letters.render(message.media[medium], telling.record(), own, address.language)
    contact.post(work, Letter(occasion=occasion, address=address, medium=medium, text=text))
    return GRANTED


def _address(
    work: Overlay,
    draft: Draft,
    action: Notify,
    around: Surroundings,
    scope: Mapping[str, Any],
) -> Address:
    language = work.program.flow.languages[0]
    if action.role is not None:
        name = f"role:{action.role}"
        media = work.program.flow.messages[action.message].media
        return Address(media=dict.fromkeys(media, name), language=language, role=action.role)
    if action.to is None:
        return _own_address(draft, around, language)
    value = action.to.of(scope, around)
    if action.to_record is None:
        return Address(media=_read(value), language=language, records=_types(draft))
    person = None if value is None else work.get(id_of(value))
    if person is None:
        return Address(media={}, language=language)
    return _own_address(person, around, language)


def _own_address(draft: Draft, around: Surroundings, language: str) -> Address:
    """Give how a record's own person is reached."""
    reach = draft.program.shape.contact
    if reach is None:
        return Address(media={}, language=language)
    media: dict[str, str] = {}
    for medium, part in _NEEDS:
        value = getattr(reach, part)
        address = None if value is None else value.of(draft.values, around)
        if address is not None:
            media[medium] = str(address)
    media["portal"] = draft.id
    spoken = None if reach.language is None else reach.language.of(draft.values, around)
    spoken = spoken if isinstance(spoken, str) else language
    return Address(media=media, language=spoken, records=_types(draft))


def _types(draft: Draft) -> tuple[str, ...]:
    return (draft.program.id, *draft.program.shape.lineage)


def _read(value: object) -> dict[str, str]:
    """Read a phone, an e-mail address, or an object with phone, email and chat."""
    if isinstance(value, dict):
        parts = {medium: value.get(part) for medium, part in _NEEDS}
        return {medium: str(part) for medium, part in parts.items() if part is not None}
    if value is None:
        return {}
    return {"email" if "@" in str(value) else "sms": str(value)}
