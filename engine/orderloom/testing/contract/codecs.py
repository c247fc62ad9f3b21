"""The contract of codecs: the same bytes give the same items, and no bytes give a traceback."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from typing import Any

from orderloom.definition.codec import AddedFormat
from orderloom.errors import MessageRejected, PluginBroken
from orderloom.flow.message import Message
from orderloom.mapping.readers.codec_rows import read_codec
from orderloom.mapping.rows import Row
from orderloom.names import MessageId
from orderloom.plugins.codecs import format_from
from orderloom.plugins.extending import CODECS
from orderloom.ports.codecs import Codec
from orderloom.testing.contract.rig import demand

_MOST_CUTS = 2_000
_NOISE = (b"\0", b"\xff\xfe\xfd", b"[" * 5_000, b"9" * 20_000, "中文".encode("gb18030"))


@dataclass(kw_only=True)
class CodecRig:
    """A codec, and what it must read.

    Attributes:
        codec: What is tested.
        sample: A message with two items or more, whole and right.
        items: Its items, in order.
    """

    codec: Codec
    sample: bytes
    items: Sequence[Mapping[str, Any]]


class CodecContract:
    """Subclass this in a test module and give it ``rig``."""

    def rig(self) -> CodecRig:
        """Give the codec with a sample."""
        raise NotImplementedError

    def test_it_is_what_it_says_it_is(self) -> None:
        """Name, reasons and texts can be believed, and no format of the language is taken."""
        self._format()

    def test_its_sample_comes_out(self) -> None:
        """Every item of it, in order, and without a fault."""
        rig = self.rig()
        demand(len(rig.items) > 1, "the sample has less than two items")
        rows = self._rows(rig.sample)
        faults = [row.fault for row in rows if row.fault is not None]
        demand(not faults, f"{faults[:1]}")
        found, wanted = [row.raw for row in rows], [dict(each) for each in rig.items]
        demand(found == wanted, f"{found!r} instead of {wanted!r}")

    def test_every_item_says_where_it_stands(self) -> None:
        """No two in one place: a person must find what was quarantined."""
        places = [row.where for row in self._rows(self.rig().sample)]
        demand(len(set(places)) == len(places), f"{places}")

    def test_the_same_bytes_give_the_same_items(self) -> None:
        """A message that is worked again after a restart goes on where it stood."""
        sample = self.rig().sample
        first, second = ([(r.where, r.raw) for r in self._rows(sample)] for _ in range(2))
        demand(first == second, "two readings differ")

    def test_what_is_cut_off_is_not_taken_for_whole(self) -> None:
        """Wherever it ends: refused, or an item is faulty; an item is never lost in silence."""
        rig = self.rig()
        for cut in _cuts(rig.sample):
            rows = self._rows_or_none(cut)
            whole = [row for row in rows or () if row.fault is None]
            is_told = rows is None or len(whole) < len(rows)
            is_complete = [row.raw for row in whole] == [dict(each) for each in rig.items]
            demand(is_told or is_complete, f"the first {len(cut)} bytes give {len(whole)} items")

    def test_no_bytes_break_it(self) -> None:
        """Whatever is wrong is one of its reasons."""
        sample = self.rig().sample
        middle = len(sample) // 2
        for noise in _NOISE:
            for body in (noise, sample + noise, sample[:middle] + noise + sample[middle:]):
                self._rows_or_none(body)
        for body in _changed(sample):
            self._rows_or_none(body)

    def _format(self) -> AddedFormat:
        codec = self.rig().codec
        try:
            return format_from(EntryPoint(codec.name, "tested:CODEC", CODECS), codec)
        except PluginBroken as broken:
            raise AssertionError(f"{broken.code} {dict(broken.facts)}") from broken

    def _rows(self, body: bytes) -> list[Row]:
        try:
            return list(read_codec(_message(body), self._format()))
        except MessageRejected as rejected:
            raise AssertionError(f"{rejected.code} {dict(rejected.facts)}") from rejected

    def _rows_or_none(self, body: bytes) -> list[Row] | None:
        """Read bytes that may be refused, for one of the codec's reasons only."""
        try:
            rows = list(read_codec(_message(body), self._format()))
        except MessageRejected as rejected:
            _demand_reason(rejected.code, rejected.facts, body)
            return None
        for row in rows:
            if row.fault is not None:
                _demand_reason(row.fault.code, row.fault.facts, body)
        return rows


def _demand_reason(code: str, facts: Mapping[str, str], body: bytes) -> None:
    demand(code != "OL916", f"{facts.get('error')} of {body[:80]!r}")


def _cuts(sample: bytes) -> Iterator[bytes]:
    step = max(1, len(sample) // _MOST_CUTS)
    return (sample[:end] for end in range(1, len(sample), step))


def _changed(sample: bytes) -> Iterator[bytes]:
    """Give the sample with a byte lost, doubled, or turned into another."""
    step = max(1, len(sample) // (_MOST_CUTS // 4))
    changes: tuple[Callable[[bytes], bytes], ...] = (
        lambda _: b"",
        lambda byte: byte * 2,
        lambda _: b"0",
        lambda _: b"\xe4",
    )
    for place in range(0, len(sample), step):
        for change in changes:
            byte = sample[place : place + 1]
            yield sample[:place] + change(byte) + sample[place + 1 :]


def _message(body: bytes) -> Message:
    return Message(MessageId("m_1"), "mapping", "sample", body, datetime(2026, 1, 5, tzinfo=UTC))
