"""Signatures agree with other programs' to the byte, and with nothing else."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from orderloom.signing.digests import ALGORITHMS, DIGESTS, RSA, KeyUnusable, is_signed, sign
from orderloom.signing.texts import lines

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
TEXT, KEY = VECTORS["text"], VECTORS["key"]


@pytest.mark.parametrize("algorithm", VECTORS["digests"])
def test_a_digest_is_that_of_openssl(algorithm):
    hexed, base64 = VECTORS["digests"][algorithm]

    assert sign(algorithm, TEXT, key=KEY) == hexed
    assert sign(algorithm, TEXT, key=KEY, digest="HEX") == hexed.upper()
    assert sign(algorithm, TEXT, key=KEY, digest="base64") == base64
    assert sign(algorithm, TEXT.encode(), key=KEY.encode(), digest="hex") == hexed


def test_every_algorithm_has_a_vector():
    assert {*VECTORS["digests"], RSA} == set(ALGORITHMS)


def changed(text):
    """Give ``text`` with each of its characters changed in turn."""
    for at, character in enumerate(text):
        yield text[:at] + ("0" if character != "0" else "1") + text[at + 1 :]


@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize("algorithm", VECTORS["digests"])
def test_one_changed_byte_fails(algorithm, digest):
    signature = sign(algorithm, TEXT, key=KEY, digest=digest)

    def fits(text=TEXT, said=signature, key=KEY):
        return is_signed(algorithm, text, said, key=key, digest=digest)

    assert fits()
    assert not any(fits(text=other) for other in changed(TEXT))
    assert not any(fits(said=other) for other in changed(signature))
    assert not any(
        fits(said=other) for other in ("", signature + "=", f" {signature}", "中", "\ud800")
    )
    if algorithm.startswith("hmac"):
        assert not any(fits(key=other) for other in changed(KEY))


@pytest.mark.parametrize("digest", ["hex", "HEX"])
def test_the_case_of_hex_counts(digest):
    signature = sign("md5", TEXT, digest=digest)

    assert not is_signed("md5", TEXT, signature.swapcase(), digest=digest)


def test_a_name_that_is_unknown_is_refused():
    with pytest.raises(KeyError):
        sign("sha512", TEXT)
    with pytest.raises(KeyError):
        sign("md5", TEXT, digest="base32")


def test_an_rsa_signature_of_openssl_is_believed_and_one_changed_byte_is_not():
    vector = VECTORS["rsa"]
    text, signature = lines(*vector["parts"]), vector["signature"]

    def fits(text=text, said=signature):
        return is_signed(RSA, text, said, key=vector["public"], digest="base64")

    assert fits()
    assert not any(fits(text=other) for other in changed(text))
    assert not any(fits(said=other) for other in changed(signature))
    assert not any(fits(said=other) for other in ("", "=", signature + "\n", signature.rstrip("=")))


@pytest.fixture(scope="module")
def pair():
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return pem(private), pem_of(private.public_key())


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def pem_of(key):
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize("digest", DIGESTS)
def test_what_is_signed_by_rsa_is_believed_by_its_public_key_only(pair, digest):
    private, public = pair
    signature = sign(RSA, TEXT, key=private, digest=digest)

    assert is_signed(RSA, TEXT, signature, key=public, digest=digest)
    other = VECTORS["rsa"]["public"]
    assert not is_signed(RSA, TEXT, signature, key=other, digest=digest)


def test_a_key_that_is_weak_or_none_is_refused_and_not_told():
    for key in ("s3cr3t", "", VECTORS["rsa"]["weak_public"], VECTORS["rsa"]["public"]):
        with pytest.raises(KeyUnusable) as caught:
            sign(RSA, TEXT, key=key)
        assert str(caught.value) == ""
    curve = pem_of(ec.generate_private_key(ec.SECP256R1()).public_key())
    for key in ("s3cr3t", "", VECTORS["rsa"]["weak_public"], curve):
        with pytest.raises(KeyUnusable):
            is_signed(RSA, TEXT, "x", key=key)


@given(st.text(), st.text(), st.sampled_from(DIGESTS), st.sampled_from(sorted(VECTORS["digests"])))
def test_what_is_signed_is_believed(text, key, digest, algorithm):
    text = text.encode("utf-8", "surrogatepass")
    key = key.encode("utf-8", "surrogatepass")
    assert is_signed(algorithm, text, sign(algorithm, text, key=key, digest=digest), key=key,
                     digest=digest)  # fmt: skip
