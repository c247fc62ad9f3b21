"""What WeCom and WeChat Pay seal is opened whole, or not at all."""

import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from orderloom.signing.sealed import SealBroken, open_aes_gcm, open_wecom

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
WECOM, GCM = VECTORS["wecom"], VECTORS["aes_gcm"]


def wecom(**changes):
    facts = WECOM | changes
    return open_wecom(facts["aes_key"], facts["sealed"], facts["receiver"]).decode()


def gcm(**changes):
    facts = GCM | changes
    opened = open_aes_gcm(facts["key"], facts["nonce"], facts["associated"], facts["sealed"])
    return opened.decode()


def flipped(sealed):
    """Give a sealed text with each of its bytes changed in turn."""
    raw = b64decode(sealed)
    for at in range(len(raw)):
        yield b64encode(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]).decode()


def test_what_others_sealed_is_opened():
    assert wecom() == WECOM["message"]
    assert gcm() == GCM["message"]


@pytest.mark.parametrize(
    "changes",
    [
        {"receiver": "ww1235"},
        {"receiver": ""},
        {"aes_key": "B" + WECOM["aes_key"][1:]},
        {"aes_key": "short"},
        {"aes_key": "中" * 43},
        {"sealed": ""},
        {"sealed": "!"},
        {"sealed": b64encode(bytes(16)).decode()},
        {"sealed": b64encode(bytes(17)).decode()},
        {"sealed": WECOM["sealed"][:-24] + "=="},
    ],
)
def test_what_is_not_sealed_for_us_is_not_opened(changes):
    with pytest.raises(SealBroken):
        wecom(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "1" * 32},
        {"key": "short"},
        {"nonce": "fdasflkja485"},
        {"nonce": ""},
        {"associated": ""},
        {"sealed": ""},
        {"sealed": "!"},
    ],
)
def test_what_is_sealed_otherwise_is_not_opened(changes):
    with pytest.raises(SealBroken):
        gcm(**changes)


def test_one_changed_byte_breaks_the_seal():
    for sealed in flipped(GCM["sealed"]):
        with pytest.raises(SealBroken):
            gcm(sealed=sealed)
