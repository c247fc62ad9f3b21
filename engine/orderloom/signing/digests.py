"""Digests and signatures over bytes, in the spellings that platforms use."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

_PLAIN = MappingProxyType({"md5": "md5", "sha1": "sha1", "sha256": "sha256"})
_KEYED = MappingProxyType({"hmac_md5": "md5", "hmac_sha1": "sha1", "hmac_sha256": "sha256"})
RSA = "rsa_sha256"
ALGORITHMS = (*_PLAIN, *_KEYED, RSA)
DIGESTS = ("hex", "HEX", "base64", "base64_hex")
_SMALLEST_RSA = 2048
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class KeyUnusable(Exception):
    """A key that is none, or too weak; nothing of it is told."""


def sign(algorithm: str, text: str | bytes, *, key: str | bytes = b"", digest: str = "hex") -> str:
    """Give the signature of a text.

    Args:
        algorithm: One of ``ALGORITHMS``.
        text: What is signed; a ``str`` in UTF-8.
        key: Of an HMAC, any bytes; of RSA, a private key as PEM; else unused.
        digest: One of ``DIGESTS``: how the raw bytes are written. ``base64_hex`` is the base64 of
            the lower-case hex *text*, which some couriers call base64 too.

    Raises:
        KeyUnusable: The RSA key is no private key of 2048 bits or more.
        KeyError: The algorithm or the digest is not known.
    """
    return written(_raw(algorithm, _bytes(text), _bytes(key)), digest)


def is_signed(
    algorithm: str,
    text: str | bytes,
    signature: str,
    *,
    key: str | bytes = b"",
    digest: str = "hex",
) -> bool:
    """Say whether a signature is exactly that of a text, in constant time.

    Args:
        algorithm: One of ``ALGORITHMS``.
        text: What was signed, as it arrived: raw bytes, not a document written anew.
        signature: As it was received; one spelling only is right.
        key: As of ``sign``; of RSA, the platform's public key or certificate as PEM.
        digest: One of ``DIGESTS``.

    Raises:
        KeyUnusable: The RSA key is no public key of 2048 bits or more.
        KeyError: The algorithm or the digest is not known.
    """
    if algorithm == RSA:
        return _is_rsa_signed(_bytes(text), signature, _bytes(key), digest)
    wanted = sign(algorithm, text, key=key, digest=digest)
    return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "surrogatepass"))


def written(raw: bytes, digest: str) -> str:
    """Write raw bytes as ``digest`` says.

    Raises:
        KeyError: The digest is not known.
    """
    match digest:
        case "hex":
            return raw.hex()
        case "HEX":
            return raw.hex().upper()
        case "base64":
            return b64encode(raw).decode()
        case "base64_hex":
            return b64encode(raw.hex().encode()).decode()
        case _:
            raise KeyError(digest)


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _raw(algorithm: str, text: bytes, key: bytes) -> bytes:
    if algorithm in _PLAIN:
        return hashlib.new(_PLAIN[algorithm], text, usedforsecurity=False).digest()
    if algorithm == RSA:
        return _private_key(key).sign(text, PKCS1v15(), SHA256())
    return hmac.digest(key, text, _KEYED[algorithm])


def _is_rsa_signed(text: bytes, signature: str, key: bytes, digest: str) -> bool:
    public = _public_key(key)
    raw = _read(signature, digest)
    # The spelling is compared too: base64 has several for the same bytes.
    if raw is None or written(raw, digest) != signature:
        return False
    try:
        public.verify(raw, text, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _read(signature: str, digest: str) -> bytes | None:
    """Read what ``written`` wrote; None when it is not that."""
    try:
        if digest in {"hex", "HEX"}:
            return bytes.fromhex(signature)
        raw = b64decode(signature, validate=True)
        return bytes.fromhex(raw.decode("ascii")) if digest == "base64_hex" else raw
    except (ValueError, NotBase64):
        return None


def _private_key(pem: bytes) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _SMALLEST_RSA:
        raise KeyUnusable
    return key


def _public_key(pem: bytes) -> RSAPublicKey:
    try:
        is_certificate = pem.lstrip().startswith(_CERTIFICATE)
        key = (
            load_pem_x509_certificate(pem).public_key()
            if is_certificate
            else load_pem_public_key(pem)
        )
    except ValueError:
        key = None
    if not isinstance(key, RSAPublicKey) or key.key_size < _SMALLEST_RSA:
        raise KeyUnusable
    return key
