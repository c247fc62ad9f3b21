"""Opening what WeCom, WeChat Pay and Kuaishou seal in their callbacks."""

from base64 import b64decode
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES, AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

_RANDOM = 16
_LENGTH = 4
_LARGEST_PAD = 32
_BLOCK = 16
_KEY = 32
_AES_KEYS = (16, 24, 32)


class SealBroken(Exception):
    """What was sealed is not whole, or sealed by another key; which of them is not told."""


def open_wecom(aes_key: str, sealed: str, receiver: str) -> bytes:
    """Open the field ``encrypt`` of a WeCom callback, whose signature was checked before.

    Args:
        aes_key: ``EncodingAESKey``, 43 characters.
        sealed: The field, in base64.
        receiver: The corporation's or application's id, which must stand behind the message.

    Raises:
        SealBroken: It cannot be opened, or is meant for another receiver.
    """
    key = _base64(f"{aes_key}=")
    body = _base64(sealed)
    if len(key) != _KEY or not body or len(body) % _BLOCK:
        raise SealBroken
    opened = Cipher(AES256(key), CBC(key[:_BLOCK])).decryptor()
    plain = _unpadded(opened.update(body) + opened.finalize())
    start = _RANDOM + _LENGTH
    length = int.from_bytes(plain[_RANDOM:start], "big")
    message, behind = plain[start : start + length], plain[start + length :]
    if len(message) != length or not compare_digest(behind, receiver.encode()):
        raise SealBroken
    return message


def open_aes_gcm(key: str | bytes, nonce: str, associated: str, sealed: str) -> bytes:
    """Open a resource of WeChat Pay v3 (``AEAD_AES_256_GCM``).

    Args:
        key: The merchant's APIv3 key, 32 bytes.
        nonce: The resource's ``nonce``, 12 characters.
        associated: The resource's ``associated_data``, may be empty.
        sealed: The resource's ``ciphertext``, in base64, its tag at the end.

    Raises:
        SealBroken: It cannot be opened.
    """
    secret = key.encode() if isinstance(key, str) else key
    if len(secret) != _KEY:
        raise SealBroken
    try:
        return AESGCM(secret).decrypt(nonce.encode(), _base64(sealed), associated.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


def open_aes_cbc(key: str, sealed: str) -> bytes:
    """Open a push of Kuaishou: AES/CBC/PKCS5 under an IV of zeros.

    Args:
        key: In base64, of 16, 24 or 32 bytes.
        sealed: In base64.

    Raises:
        SealBroken: It cannot be opened.
    """
    secret, body = _base64(key), _base64(sealed)
    if len(secret) not in _AES_KEYS or not body or len(body) % _BLOCK:
        raise SealBroken
    opened = Cipher(AES(secret), CBC(bytes(_BLOCK))).decryptor()
    return _unpadded(opened.update(body) + opened.finalize(), _BLOCK)


def _base64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise SealBroken from None


def _unpadded(plain: bytes, largest: int = _LARGEST_PAD) -> bytes:
    """Take PKCS#7 padding off, which WeCom fills up to 32 bytes."""
    pad = plain[-1]
    if not 1 <= pad <= largest or plain[-pad:] != bytes([pad]) * pad:
        raise SealBroken
    return plain[:-pad]
