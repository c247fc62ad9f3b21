"""Fakes for secrets: as long as they are, of the same signs, and as usable."""

import binascii
import re
import string
from base64 import b64decode, b64encode
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from orderloom.disguise.people import words_of

SHORT: Final = 6
"""A secret of fewer characters can only be sought as a word of its own."""

_TOKENS = words_of(
    "access_token accesstoken refresh_token refreshtoken id_token token secret client_secret "
    "clientsecret app_secret appsecret password passwd pwd session_key sessionkey signature sign "
    "ticket api_key apikey authorization private_key credential credentials"
)
_ENDINGS = ("_token", "_signature", "_sign", "_secret", "_hmac_sha256", "_api_key")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----")
_WRAPPED = re.compile(r"[A-Za-z0-9+/\s]{200,}={0,2}\s*")
_ENCODING = serialization.Encoding
_OPEN = serialization.NoEncryption()


def is_token_name(name: str) -> bool:
    """Say whether a field or a header is called like what proves who speaks."""
    plain = name.lower().replace("-", "_").removeprefix("x_")
    return plain in _TOKENS or plain.endswith(_ENDINGS)


class Counterfeits:
    """Makes fakes of secrets; the keys of one pair stay a pair as long as they are of one size."""

    def __init__(self) -> None:
        self._keys: dict[int, rsa.RSAPrivateKey] = {}

    def of(self, secret: str, number: int) -> str:
        """Give the fake of a secret; ``number`` tells it from the fakes of others."""
        if _PEM.search(secret):
            return self._pem(secret) or _shaped(secret, number)
        if _WRAPPED.fullmatch(secret):
            return self._der(secret) or _shaped(secret, number)
        return _shaped(secret, number)

    def _key(self, size: int) -> rsa.RSAPrivateKey:
        if size not in self._keys:
            self._keys[size] = rsa.generate_private_key(public_exponent=65_537, key_size=size)
        return self._keys[size]

    def _pem(self, text: str) -> str | None:
        raw = text.strip().encode()
        for load, is_private in ((_private_pem, True), (_public_pem, False)):
            try:
                size = load(raw)
            except (ValueError, TypeError, AttributeError):
                continue
            made = self._written(size, _ENCODING.PEM, is_private=is_private, text=text)
            return made.decode() if text.endswith("\n") else made.decode().rstrip("\n")
        return None

    def _der(self, text: str) -> str | None:
        try:
            raw = b64decode("".join(text.split()))
            key = serialization.load_der_private_key(raw, None)
        except (binascii.Error, ValueError, TypeError):
            return None
        if not isinstance(key, rsa.RSAPrivateKey):
            return None
        made = self._written(key.key_size, _ENCODING.DER, is_private=True, text=text)
        return b64encode(made).decode()

    def _written(
        self, size: int, encoding: serialization.Encoding, *, is_private: bool, text: str
    ) -> bytes:
        key = self._key(size)
        if not is_private:
            form = serialization.PublicFormat.SubjectPublicKeyInfo
            return key.public_key().public_bytes(encoding, form)
        is_old = "BEGIN RSA" in text
        private = serialization.PrivateFormat
        form_ = private.TraditionalOpenSSL if is_old else private.PKCS8
        return key.private_bytes(encoding, form_, _OPEN)


def _private_pem(raw: bytes) -> int:
    key = serialization.load_pem_private_key(raw, None)
    return int(getattr(key, "key_size"))  # noqa: B009 - a key of no size has none


def _public_pem(raw: bytes) -> int:
    key = serialization.load_pem_public_key(raw)
    return int(getattr(key, "key_size"))  # noqa: B009 - as above


def _shaped(secret: str, number: int) -> str:
    """Count in a secret's own alphabets, from the right; digits alone stay a number."""
    letters = "abcdef" if _HEX.fullmatch(secret) else string.ascii_lowercase
    signs = list(secret)
    first = 1 if secret.isdigit() else 0
    for place in range(len(signs) - 1, first - 1, -1):
        alphabet = _alphabet(signs[place], letters)
        if alphabet:
            number, digit = divmod(number, len(alphabet))
            signs[place] = alphabet[digit]
    if first:
        signs[0] = str((int(secret[0]) + number) % 9 + 1)
    return "".join(signs)


def _alphabet(sign: str, letters: str) -> str:
    if sign in string.digits:
        return string.digits
    if sign in string.ascii_letters:
        return letters.upper() if sign.isupper() else letters
    return "甲乙丙丁戊己庚辛壬癸" if sign.isalpha() else ""
