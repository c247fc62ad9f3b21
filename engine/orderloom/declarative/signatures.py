"""Making signatures, and comparing them in constant time."""

import hashlib
import hmac
from base64 import b64decode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from orderloom.definition.connector import Sign
from orderloom.errors import DeliveryFailed
from orderloom.expression.functions.wire import FORMS


def signature(sign: Sign, text: bytes, key: str) -> str:
    """Sign a text; plain digests ignore the key.

    Raises:
        DeliveryFailed: The key is no RSA private key in PEM.
    """
    return FORMS[sign.digest](_raw(sign, text, key))


def _raw(sign: Sign, text: bytes, key: str) -> bytes:
    if sign.algorithm == "rsa_sha256":
        return _private(key).sign(text, padding.PKCS1v15(), hashes.SHA256())
    if sign.is_keyed:
        return hmac.digest(key.encode(), text, sign.algorithm.removeprefix("hmac_"))
    return hashlib.new(sign.algorithm, text, usedforsecurity=False).digest()


def _private(key: str) -> rsa.RSAPrivateKey:
    try:
        found = serialization.load_pem_private_key(key.encode(), None)
    except ValueError as error:
        raise DeliveryFailed("OL875", "auth") from error
    if not isinstance(found, rsa.RSAPrivateKey):
        raise DeliveryFailed("OL875", "auth")
    return found


def is_signed(sign: Sign, text: bytes, key: str, given: str) -> bool:
    """Say whether ``given`` is the signature of a text."""
    if sign.algorithm == "rsa_sha256":
        return _is_rsa(text, key, given)
    return hmac.compare_digest(signature(sign, text, key).encode(), given.encode())


def _is_rsa(text: bytes, key: str, given: str) -> bool:
    try:
        public = serialization.load_pem_public_key(key.encode())
        if not isinstance(public, rsa.RSAPublicKey):
            return False
        public.verify(b64decode(given), text, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True
