"""Messages as received, and what became of their items."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from orderloom.definition.flow import Flow
from orderloom.errors import MessageRejected
from orderloom.flow.message import ItemFault, Message
from orderloom.memory.contents import Letter, Memory
from orderloom.names import MessageId
from orderloom.ports import Standing, Untaken
from orderloom.store.group import ItemRow
from orderloom.store.instants import instant, micros
from orderloom.store.sealing import Identities
from orderloom.store.tables import OUTCOMES, WAITING_OUTCOMES


class MemoryInbox:
    """An ``Inbox`` over a memory."""

    def __init__(self, memory: Memory, flow: Flow, identities: Identities) -> None:
        self._memory = memory
        self._flow = flow
        self._identities = identities

    def accept(self, message: Message) -> Standing:
        """Store a message unless it is known, and say how it stands."""
        with self._memory.lock:
            known = self.standing(message.id)
            if known is not None:
                return known
            self._memory.contents.inbox[message.id] = Letter(
                mapping=message.mapping,
                name=message.name,
                received_at=micros(message.received_at),
                source=message.source,
                zone=message.zone,
                body=message.body,
                opened=message.opened,
            )
        return Standing(new=True, finished=False, cursor=0, digest="", outcomes={})

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Standing]:
        """Store messages at once, as ``accept`` does each, and say how they stand."""
        with self._memory.lock:
            return [self.accept(each) for each in messages]

    def standing(self, message_id: str) -> Standing | None:
        """Say how a message stands, None when it is not known."""
        letter = self._letters.get(message_id)
        return None if letter is None else _standing(letter)

    def unfinished(self, most: int | None = None) -> Sequence[str]:
        """Give the ids of messages not worked to the end, oldest first; at most so many."""
        return self._oldest(name for name, each in self._letters.items() if not each.finished)[
            :most
        ]

    def order(self, message_id: str, first: int) -> Sequence[int] | None:
        """Give the order in which items from ``first`` on are worked, None: as they stand."""
        kept = self._memory.contents.orders.get((message_id, first))
        return None if kept is None else array("I", kept)

    def keep_order(self, message_id: str, first: int, order: Sequence[int]) -> None:
        """Keep the order in which items are worked; those of finished messages go."""
        with self._memory.lock:
            orders = self._memory.contents.orders
            for place in [each for each in orders if self._letters[each[0]].finished]:
                del orders[place]
            orders[message_id, first] = array("I", order).tobytes()

    def counts(self) -> Mapping[str, int]:
        """Count all items by outcome."""
        return _sums(self._letters.values())

    def counts_by_source(self) -> Mapping[str, Mapping[str, int]]:
        """Count the items of each connection by outcome."""
        sources: dict[str, list[Letter]] = {}
        for letter in self._letters.values():
            if letter.source is not None:
                sources.setdefault(letter.source, []).append(letter)
        return {source: _sums(letters) for source, letters in sorted(sources.items())}

    def read(self, message_id: str) -> tuple[Message, Standing]:
        """Give a message with its bytes.

        Raises:
            MessageRejected: There is no such message (OL626), or its bytes were erased (OL633).
        """
        letter = self._letters.get(message_id)
        if letter is None:
            raise MessageRejected("OL626", message=message_id)
        if letter.body is None:
            raise MessageRejected("OL633", message=message_id)
        message = Message(
            id=MessageId(message_id),
            mapping=letter.mapping,
            name=letter.name,
            body=letter.body,
            received_at=instant(letter.received_at),
            source=letter.source,
            zone=letter.zone,
            opened=letter.opened,
        )
        return message, _standing(letter)

    def name(self, message_id: str) -> str | None:
        """Give the name under which a message came in, None when it is not known."""
        letter = self._letters.get(message_id)
        return None if letter is None else letter.name

    def positions(self, message_id: str, outcome: str) -> Sequence[int]:
        """Give the positions of a message's items that ended so, ascending."""
        return sorted(
            position
            for (owner, position), item in self._memory.contents.items.items()
            if owner == message_id and item.outcome == outcome
        )

    def quarantined(self, source: str | None) -> Sequence[str]:
        """Give the ids of finished messages with items in quarantine, oldest first."""
        return self._oldest(
            name
            for name, each in self._letters.items()
            if each.finished and each.outcomes.get("quarantined") and source in (None, each.source)
        )

    def outdated(self, source: str, before: datetime) -> Sequence[str]:
        """Give the messages of a connection that ``purge`` would take the bytes of."""
        return self._oldest(
            name
            for name, each in self._letters.items()
            if (each.source, each.finished) == (source, True)
            and each.body is not None
            and each.received_at < micros(before)
            and not (each.outcomes.get("parked") or each.outcomes.get("quarantined"))
        )

    def purge(self, source: str, before: datetime) -> int:
        """Take away the bytes of a connection's older messages that were taken whole."""
        with self._memory.lock:
            gone = self.outdated(source, before)
            for name in gone:
                self._letters[name] = replace(self._letters[name], body=None, opened=None)
        return len(gone)

    def parked(self, record_type: str, keys: Iterable[str]) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked until one of these records exists."""
        known = {form for key in keys for form in self._identities.forms(record_type, key)}
        return _in_order(
            each for each in self._parked() if each.record_type == record_type and each.key in known
        )

    def untaken(self, record_type: str, key: str, most: int) -> Sequence[Untaken]:
        """Give items parked or in quarantine that are, or may be, about a record, newest first."""
        forms = self._identities.forms(record_type, key)
        found = [
            each
            for each in self._memory.contents.items.values()
            if each.record_type == record_type
            and (each.key in forms or (each.key is None and each.outcome == "quarantined"))
            and each.outcome in WAITING_OUTCOMES
        ]
        found.sort(key=lambda each: (-each.at, each.message_id, each.position))
        return [self._untaken(each) for each in found[:most]]

    def releasable(self) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked for a record that exists by now."""
        there = self._memory.contents.keys
        return _in_order(each for each in self._parked() if (each.record_type, each.key) in there)

    def expired(self, before: datetime) -> Sequence[tuple[str, int]]:
        """Give (message id, position) of items parked before an instant, oldest first."""
        return _in_order(each for each in self._parked() if each.at < micros(before))

    def reject(self, message_id: str, code: str, facts: Mapping[str, str]) -> None:
        """Close a message that cannot be read at all: kept, quarantined as one item.

        The item stands at the cursor; a message rejected again keeps its newest reason.
        """
        fault = ItemFault(code, "", facts=dict(facts))
        with self._memory.lock:
            letter = self._letters[message_id]
            place = (message_id, letter.cursor)
            items = self._memory.contents.items
            is_new = place not in items
            items[place] = ItemRow(
                *place,
                where_text="",
                partition=None,
                record_type=self._record_type(letter.mapping),
                key=None,
                outcome="quarantined",
                faults=msgspec.json.encode([fault]).decode(),
                at=letter.received_at,
            )
            self._letters[message_id] = replace(
                letter,
                finished=True,
                digest=self._flow.digest,
                outcomes=letter.counted("quarantined", int(is_new)),
                rejected=True,
            )

    def reopen(self, message_id: str) -> None:
        """Take a rejection back, so that the message can be worked from its cursor on."""
        with self._memory.lock:
            letter = self._letters.get(message_id)
            if letter is None or not letter.rejected:
                return
            self._memory.contents.items.pop((message_id, letter.cursor), None)
            outcomes = letter.counted("quarantined", -1)
            self._letters[message_id] = replace(
                letter, finished=False, digest="", outcomes=outcomes, rejected=False
            )

    @property
    def _letters(self) -> dict[str, Letter]:
        return self._memory.contents.inbox

    def _untaken(self, item: ItemRow) -> Untaken:
        letter = self._letters[item.message_id]
        return Untaken(
            message=item.message_id,
            name=letter.name,
            source=letter.source,
            position=item.position,
            where=item.where_text,
            outcome=item.outcome,
            at=instant(item.at),
            is_sure=item.key is not None,
            faults=msgspec.json.decode(item.faults or "[]"),
        )

    def _oldest(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (self._letters[name].received_at, name))

    def _parked(self) -> Iterable[ItemRow]:
        items = self._memory.contents.items.values()
        return (each for each in items if each.outcome == "parked")

    def _record_type(self, mapping: str) -> str | None:
        known = self._flow.mappings.get(mapping)
        return None if known is None else known.record


def _standing(letter: Letter) -> Standing:
    return Standing(
        new=False,
        finished=letter.finished,
        cursor=letter.cursor,
        digest=letter.digest,
        outcomes={each: number for each in OUTCOMES if (number := letter.outcomes.get(each))},
        rejected=letter.rejected,
    )


def _sums(letters: Iterable[Letter]) -> dict[str, int]:
    sums = dict.fromkeys(OUTCOMES, 0)
    for letter in letters:
        for outcome, number in letter.outcomes.items():
            sums[outcome] += number
    return sums


def _in_order(items: Iterable[ItemRow]) -> list[tuple[str, int]]:
    found = sorted((each.at, each.message_id, each.position) for each in items)
    return [(message, position) for _, message, position in found]
