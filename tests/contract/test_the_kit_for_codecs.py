"""Every check of the contract of codecs can fail: one that is broken in one way fails there."""

import json
from itertools import count

import pytest
from tests.contract.proving import checks_of, failed_checks

from orderloom.ports.codecs import Codec, CodecFault, CodecRefused, CodecRow
from orderloom.testing.contract import CodecContract, CodecRig

CHECKS = checks_of(CodecContract)
ITEMS = [{"no": "T1"}, {"no": "T2"}]
SAMPLE = b"\n".join([*(json.dumps(each).encode() for each in ITEMS), b"end 2", b""])
REASONS = {"garbled": {"en": "garbled", "zh": "混乱"}, "cut_off": {"en": "cut off", "zh": "截断"}}

CUT = "test_what_is_cut_off_is_not_taken_for_whole"
BYTES = "test_no_bytes_break_it"
SAID = "test_it_is_what_it_says_it_is"
SAMPLE_COMES_OUT = "test_its_sample_comes_out"
SAME = "test_the_same_bytes_give_the_same_items"
PLACED = "test_every_item_says_where_it_stands"


def read(body, *, end=True, careful=True, where=lambda number: f"line {number}"):
    lines = body.split(b"\n")
    if end and (len(lines) < 2 or lines[-1] or lines[-2] != b"end %d" % (len(lines) - 2)):
        raise CodecRefused("cut_off")
    for number, line in enumerate(lines[: -2 if end else None], 1):
        if not end and not line.startswith(b"{"):
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError):
            if not careful:
                raise
            yield CodecFault(where=where(number), reason="garbled")
            continue
        if isinstance(raw, dict) and all(type(each) is str for each in raw.values()):
            yield CodecRow(raw=raw, where=where(number))
        else:
            yield CodecFault(where=where(number), reason="garbled")


def sound(**parts):
    given = {"name": "listed", "en": "a list", "zh": "列表", "read": read, "reasons": REASONS}
    return Codec(**(given | parts))


class Counting:
    def __init__(self):
        self.numbers = count()

    def __call__(self, body):
        return read(body, where=lambda _: f"item {next(self.numbers)}")


MUTANTS = {
    "a name of the language": (sound(name="json"), set(CHECKS)),
    "items backwards": (
        sound(read=lambda body: reversed(list(read(body)))),
        {SAMPLE_COMES_OUT},
    ),
    "one place for all": (
        sound(read=lambda body: read(body, where=lambda _: "the file")),
        {PLACED},
    ),
    "a memory": (sound(read=Counting()), {SAME}),
    "no look at the end": (sound(read=lambda body: read(body, end=False)), {CUT}),
    "faith in bytes": (sound(read=lambda body: read(body, careful=False)), {BYTES}),
    "a reason that is not told": (
        sound(reasons={"cut_off": REASONS["cut_off"]}),
        {BYTES},
    ),
}


def failing(codec):
    def rig():
        return CodecRig(codec=codec, sample=SAMPLE, items=ITEMS)

    return failed_checks(CodecContract, rig)


def test_a_sound_codec_passes():
    assert failing(sound()) == set()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_one_fails_where_it_is_broken(mutant):
    codec, checks = MUTANTS[mutant]
    assert failing(codec) == checks


def test_a_sample_of_one_item_proves_nothing():
    class Poor(CodecContract):
        def rig(self):
            return CodecRig(codec=sound(), sample=SAMPLE, items=ITEMS[:1])

    with pytest.raises(AssertionError, match="less than two"):
        Poor().test_its_sample_comes_out()


def test_every_check_is_proved():
    alone = [checks for _, checks in MUTANTS.values() if len(checks) == 1]
    assert set.union(*alone) | {SAID} == set(CHECKS)
