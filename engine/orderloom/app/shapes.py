"""What is in quarantine, by the shape of the error: what one fix would mend together.

Two items have one shape if the same mapping found the same faults in the same fields, whatever
values stood there and in whichever row. Items are let go by shape once the reason is mended.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from orderloom.app.application import Application
from orderloom.app.raw import Replayed
from orderloom.app.viewing import Eyes, looking_on
from orderloom.errors import MessageRejected, OrderloomError
from orderloom.flow.command import Actor
from orderloom.foresight.dry_desk import DryDesk
from orderloom.runtime.tally import Tally

_EVERY = 2**31
_PLACE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The newest item of a shape: where it stands, and its faults as its reader is told them.

    ``name`` is that of the message, None for a person, for it may say whose it is.
    """

    message: str
    name: str | None
    where: str
    faults: Sequence[Mapping[str, Any]]


@dataclass(slots=True, kw_only=True)
class Shape:
    """Items with one shape of error.

    Attributes:
        id: Ten characters, always the same for the same shape.
        mapping: Which mapping read them.
        record: The record type, None where the definitions no longer have the mapping.
        errors: Code and field of each fault; a field is None where it is about the whole item.
        count: How many items.
        example: The newest.
        places: Message to the positions of its items.
    """

    id: str
    mapping: str
    record: str | None
    errors: tuple[tuple[str, str | None], ...]
    count: int
    example: Example
    places: dict[str, set[int]]


def shapes(app: Application, by: Actor | None) -> list[Shape]:
    """Group what is in quarantine, the most frequent shape first.

    Args:
        app: The flow and its store.
        by: Who looks; None: whoever runs the flow. What somebody sees nothing of is left out,
            and values are told only to those who see all fields of the record type.
    """
    found: dict[str, Shape] = {}
    with looking_on(app, by) as eyes:
        for item in _items(app):
            mapping = app.flow.mappings.get(item["mapping"])
            record = None if mapping is None else mapping.record
            if by is not None and (record is None or not eyes.sight.sees(record)):
                continue
            errors = _errors(item["faults"])
            name = _name(item["mapping"], errors)
            known = found.get(name)
            if known is None:
                known = found[name] = Shape(
                    id=name,
                    mapping=item["mapping"],
                    record=record,
                    errors=errors,
                    count=0,
                    example=_example(item, eyes, by, record),
                    places={},
                )
            known.count += 1
            known.places.setdefault(item["message"], set()).add(item["position"])
    return sorted(found.values(), key=lambda each: (-each.count, each.id))


def replay_shape(app: Application, shape: str, by: Actor | None, *, for_real: bool) -> Replayed:
    """Try all items of a shape once more, under the definitions of now; no others.

    Args:
        app: The flow and its store.
        shape: The shape's id.
        by: Who asks; they can name only what they see.
        for_real: Whether anything is written.

    Raises:
        OrderloomError: There is no such shape in quarantine (OL970).
    """
    known = {each.id: each for each in shapes(app, by)}
    if shape not in known:
        raise OrderloomError("OL970", shape=shape, known=", ".join(known) or "–")
    desk = app.live_desk() if for_real else DryDesk(app.stores)
    worker, lost = app.worker(desk), []
    worker.begin(app.clock.now())
    worker.resume()
    worker.tally = Tally()
    for message, positions in known[shape].places.items():
        try:
            worker.replay(message, positions)
        except MessageRejected as error:
            lost.append(error)
    return Replayed(tally=worker.tally, lost=tuple(lost))


def _items(app: Application) -> Iterable[Mapping[str, Any]]:
    return app.stores.journal.quarantine(_EVERY)


def _errors(faults: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(set(_error_of(faults)), key=lambda each: (each[0], each[1] or "")))


def _error_of(faults: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str | None]]:
    for fault in faults:
        field = fault["field"]
        yield fault["code"], None if field is None else _PLACE.sub("*", field)


def _name(mapping: str, errors: Sequence[tuple[str, str | None]]) -> str:
    told = "\n".join([mapping, *(f"{code} {field or ''}" for code, field in errors)])
    return blake2b(told.encode(), digest_size=5).hexdigest()


def _example(item: Mapping[str, Any], eyes: Eyes, by: Actor | None, record: str | None) -> Example:
    is_person = by is not None
    return Example(
        message=item["message"],
        name=None if is_person else item["name"],
        where=item["where"],
        faults=eyes.veil.faults(item["faults"], record or "") if is_person else item["faults"],
    )
