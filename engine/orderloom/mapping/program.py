"""A mapping, ready to run: from a message to its items."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, assert_never, cast

from orderloom.definition.codec import AddedFormat
from orderloom.definition.mapping import Item, Source
from orderloom.definition.mapping import Mapping as InboundMapping
from orderloom.definition.record import RecordType
from orderloom.errors import MessageRejected
from orderloom.expression.trouble import TROUBLE, fault_of
from orderloom.flow.message import FailedItem, ItemFault, MappedItem, Message, SplitItem
from orderloom.flow.record import identity_key
from orderloom.flow.surroundings import Surroundings
from orderloom.mapping.asking import is_computed
from orderloom.mapping.blame import Blame
from orderloom.mapping.convert.kinds import zone_at
from orderloom.mapping.convert.times import WallClock
from orderloom.mapping.generate import HAPPENED_AT, generate
from orderloom.mapping.readers.archive import is_archive, members
from orderloom.mapping.readers.codec_rows import read_codec
from orderloom.mapping.readers.csv_rows import read_csv
from orderloom.mapping.readers.excel_rows import read_excel
from orderloom.mapping.readers.fixed_rows import read_fixed
from orderloom.mapping.readers.form_rows import read_form
from orderloom.mapping.readers.json_rows import read_json
from orderloom.mapping.readers.xml_rows import read_xml
from orderloom.mapping.rows import Row, Rows, joined
from orderloom.mapping.unfit import Unfit


def build_mapping(mapping: InboundMapping, record: RecordType, zone: str) -> "MappingProgram":
    """Make a mapping ready to run.

    Args:
        mapping: A compiled inbound mapping.
        record: The type that it writes.
        zone: For times without offset where neither the item nor the mapping says one: the
            connection's.

    Raises:
        DefinitionInvalid: A format or a zone cannot be understood.
    """
    return MappingProgram(mapping, record, zone)


class MappingProgram:
    """A mapping that splits messages into items; it keeps no state between messages."""

    def __init__(self, mapping: InboundMapping, record: RecordType, zone: str) -> None:
        self._mapping = mapping
        self._record = record.id
        clock = WallClock(zone_at(mapping.zone or zone, mapping.place), mapping.doubled)
        self._map_item = generate(mapping, clock)
        self._is_computed = is_computed(mapping)
        self._wanted = columns_read(mapping)
        added = mapping.read.added
        is_zipped = added is not None and added.zipped
        self._reads_archives = mapping.read.format == "excel" or is_zipped
        self._lacking = tuple((name, Blame(name, is_sensitive=False)) for name in mapping.identity)

    def split(self, message: Message, start: int = 0) -> Iterator[SplitItem]:
        """Give the items of a message, each exactly once, in order.

        Positions count the items, also failed ones, but not rows that ``skip`` leaves out; the
        same bytes give the same positions. Items before ``start`` are passed over.

        Raises:
            MessageRejected: The bytes cannot be read at all; no item was given out then.
        """
        if not self._reads_archives and is_archive(message.body):
            rows = self._of_members(members(message.body), message)
        else:
            rows = self._sifted(self._read(message), message)
        return self._items(rows, message, start)

    def _of_members(self, found: list[tuple[str, bytes]], message: Message) -> Iterator[Row]:
        """Give the rows of an archive's members; one that cannot be read is one failed row."""
        for name, body in found:
            member = Message(
                message.id, message.mapping, name, body, message.received_at, message.source,
                message.zone,
            )  # fmt: skip
            try:
                rows = self._sifted(self._read(member), member)
            except MessageRejected as error:
                yield Row(0, name, {}, ItemFault(error.code, name, facts=dict(error.facts)))
                continue
            for row in rows:
                yield row.within(name)

    def _read(self, message: Message) -> Rows:
        source = self._mapping.read
        match source.format:
            case "csv" | "excel" | "fixed":
                return self._read_table(message, source)
            case "form":
                return read_form(message, source)
            case "json":
                return read_json(message, source)
            case "xml":
                return read_xml(message, source)
            case "added":
                return read_codec(message, cast("AddedFormat", source.added))
            case never:
                assert_never(never)

    def _read_table(self, message: Message, source: Source) -> Rows:
        if source.format == "fixed":
            return read_fixed(message, source)
        read = read_csv if source.format == "csv" else read_excel
        return read(message, source, self._wanted)

    def _items(self, rows: Iterable[Row], message: Message, start: int) -> Iterator[SplitItem]:
        for position, row in enumerate(rows):
            if position < start:
                continue
            if row.fault is not None:
                yield FailedItem(position, row.where, self._record, (row.fault,))
            else:
                yield self._item(position, row, message)

    def _sifted(self, rows: Rows, message: Message) -> Iterator[Row]:
        def sift(row: Row) -> Row | None:
            return self._kept(row, message)

        if self._mapping.group_by:
            return joined(rows, self._mapping.group_by, sift)
        if self._mapping.skip is None:
            return iter(rows)
        return filter(None, map(sift, rows))

    def _kept(self, row: Row, message: Message) -> Row | None:
        """Give the row unless ``skip`` is true for it; None: it is left out."""
        skip = self._mapping.skip
        if skip is None or row.fault is not None:
            return row
        try:
            is_left_out = skip.evaluate({}, Surroundings(message.received_at, raw=row.raw))
        except TROUBLE as trouble:
            fault = fault_of(trouble)
            row.fault = ItemFault(fault.code, row.where, "skip", None, dict(fault.facts))
            return row
        return None if is_left_out is True else row

    def _item(self, position: int, row: Row, message: Message) -> SplitItem:
        faults: list[ItemFault] = []
        # Most mappings compute nothing, and an item is quick to map.
        e = Surroundings(message.received_at, raw=row.raw) if self._is_computed else None
        values = self._map_item(row.raw, e, faults, row.where, row.wheres)
        happened_at = values.pop(HAPPENED_AT, None)
        key = self._key(values)
        if key is None:
            faults += self._missing_identity(values, faults, row.where)
        rank = self._rank(values, e, faults, row.where)
        if faults or key is None:
            return FailedItem(position, row.where, self._record, tuple(faults), key)
        return MappedItem(position, row.where, self._record, key, values, happened_at, rank)

    def _rank(
        self,
        values: Mapping[str, Any],
        e: Surroundings | None,
        faults: list[ItemFault],
        where: str,
    ) -> int | Decimal:
        """Give an item's rank; one that is missing is 0, as where the mapping has none."""
        if self._mapping.rank is None or faults:
            return 0
        try:
            found = self._mapping.rank.evaluate(values, e)
        except TROUBLE as trouble:
            fault = fault_of(trouble)
            faults.append(ItemFault(fault.code, where, "rank", None, dict(fault.facts)))
            return 0
        return found if isinstance(found, int | Decimal) else 0

    def _key(self, values: Mapping[str, Any]) -> str | None:
        parts = [values.get(name) for name in self._mapping.identity]
        return None if None in parts else identity_key(parts)

    def _missing_identity(
        self, values: Mapping[str, Any], faults: list[ItemFault], where: str
    ) -> list[ItemFault]:
        blamed = {fault.field for fault in faults}
        return [
            blame.fault(Unfit("OL540"), "", where)
            for name, blame in self._lacking
            if values.get(name) is None and name not in blamed
        ]


def columns_read(mapping: InboundMapping) -> tuple[str, ...]:
    """Give the columns that a table must have, in the order in which the mapping names them."""
    found: dict[str, None] = dict.fromkeys(mapping.group_by)
    if mapping.currency is not None:
        found[mapping.currency.steps[0].key or ""] = None
    items = [item for _, item in mapping.items]
    if mapping.happened_at is not None:
        items.append(mapping.happened_at)
    for item in items:
        found.update(dict.fromkeys(_columns_of(item)))
    return tuple(found)


def _columns_of(item: Item) -> Iterator[str]:
    if item.path is not None and item.path.steps:
        yield item.path.steps[0].key or ""
    value = item.each_value
    # Rows of another list than the file's own have other columns.
    if value is not None and (value.compiled is None or value.compiled.text.strip() != "rows"):
        return
    for _, part in item.parts:
        yield from _columns_of(part)
