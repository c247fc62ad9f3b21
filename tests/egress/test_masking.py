"""Secrets are taken out in every spelling in which they travel."""

from base64 import b64encode
from json import dumps
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderloom.egress.masking import MASK, Mask

SECRET = 'k€y/ +="\\\n1'


@pytest.mark.parametrize(
    "spelling",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        dumps(SECRET)[1:-1],
        dumps(SECRET, ensure_ascii=False)[1:-1],
        repr(SECRET)[1:-1],
        repr(SECRET.encode())[2:-1],
        b64encode(SECRET.encode()).decode(),
        SECRET.encode().hex(),
    ],
)
def test_a_secret_is_masked_however_it_is_spelt(spelling):
    assert Mask([SECRET]).text(f"a {spelling} b") == f"a {MASK} b"


def test_of_two_secrets_the_longer_is_masked_whole():
    assert Mask(["ab", "abcd"]).text("abcd ab") == f"{MASK} {MASK}"


def test_a_mask_shows_nothing_of_its_secrets_and_an_empty_one_is_none():
    assert SECRET not in repr(Mask([SECRET]))
    assert Mask([""]).text("a b") == "a b"


@given(st.text(), st.text(min_size=1), st.text())
def test_no_secret_is_left(before, secret, after):
    text = Mask([secret]).text(before + secret + after)
    assert secret not in text or secret in MASK
