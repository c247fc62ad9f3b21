"""Sealing what one commit writes, and opening what was read."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from os import urandom
from typing import Final, Protocol

from orderloom.definition.flow import Flow
from orderloom.definition.record import RecordType
from orderloom.store.keyring import DataKey, Keyring, KeyRow, Random

_BLOCK: Final = 2048
"""Enough for three dozen secrets with keys of their own."""


class Seals(Protocol):
    """What a record's sensitive document goes through before it is written."""

    def record(self, record_id: str, secret: str) -> tuple[str, str | None]:
        """Give it as it is written, and the id of its key; None: it has none."""
        ...


class Hashing(Protocol):
    """What hides texts that must be found again."""

    def hashed(self, record_type: str, key: str) -> str:
        """Give an identity, or another text, as it stands where the clear one must not."""
        ...


class Sealing:
    """Seals the secrets of one commit; ``keys`` gathers the rows of those it made.

    Args:
        keyring: The store's.
        held: Record id to the key that the record has already.
    """

    def __init__(self, keyring: Keyring, held: Mapping[str, KeyRow]) -> None:
        self._keyring = keyring
        self._held = held
        self._random = _Drawn()
        self.keys: list[KeyRow] = []

    def record(self, record_id: str, secret: str) -> tuple[str, str]:
        """Seal a record's sensitive document; give it and the id of its key."""
        held = self._held.get(record_id)
        key = self._new() if held is None else self._keyring.known(held.id, held.wrapped)
        return sealed_text(key, secret, record_id, self._random), key.id

    def payload(self, call_id: str, secret: str) -> tuple[str, str]:
        """Seal what an outgoing message says, with a key of its own."""
        key = self._new()
        return sealed_text(key, secret, call_id, self._random), key.id

    def _new(self) -> DataKey:
        key, row = self._keyring.new(self._random)
        self.keys.append(row)
        return key


class Identities:
    """How identities stand in the database: hashed where a part of them is sensitive."""

    def __init__(self, flow: Flow, keyring: Hashing) -> None:
        self._hidden = frozenset(
            record_type.id for record_type in flow.records.values() if hides_key(record_type)
        )
        self._hidden_index = frozenset(
            (shape.id, name) for shape in flow.records.values() for name in shape.hidden_index
        )
        self._keyring = keyring

    def indexed(self, record_type: str, name: str, value: object) -> str:
        """Give a value as the index of records has it, hashed where it is sensitive."""
        text = str(value)
        if (record_type, name) not in self._hidden_index:
            return text
        return self._keyring.hashed(f"{record_type}.{name}", text)

    def stored(self, record_type: str, key: str) -> str:
        """Give a key as it is written."""
        return self._keyring.hashed(record_type, key) if record_type in self._hidden else key

    def forms(self, record_type: str, key: str) -> tuple[str, ...]:
        """Give all forms a key may stand in: an older flow may have written it in the clear."""
        if record_type not in self._hidden:
            return (key,)
        return (self._keyring.hashed(record_type, key), key)

    def hides(self, record_type: str) -> bool:
        """Say whether keys of a type stand hashed."""
        return record_type in self._hidden


def hides_key(record_type: RecordType) -> bool:
    """Say whether a part of the identity is sensitive."""
    fields = record_type.fields
    return any(name in fields and fields[name].sensitive for name in record_type.identity)


def has_secrets(flow: Flow) -> bool:
    """Say whether any field of a flow is sensitive."""
    return any(
        field.sensitive
        for record_type in flow.records.values()
        for field in record_type.fields.values()
    )


class _Drawn:
    """The system's own randomness, asked for a block at a time: each asking is a system call.

    Each byte is given once. It belongs to one commit, so to one thread, and ends with it.
    """

    __slots__ = ("_block", "_given")

    def __init__(self) -> None:
        self._block = b""
        self._given = 0

    def __call__(self, size: int) -> bytes:
        start, end = self._given, self._given + size
        if end > len(self._block):
            self._block, start, end = urandom(max(_BLOCK, size)), 0, size
        self._given = end
        return self._block[start:end]


def sealed_text(key: DataKey, secret: str, owner: str, random: Random = urandom) -> str:
    """Seal a text for a column of text."""
    return b2a_base64(key.seal(secret.encode(), owner, random), newline=False).decode()


def opened_text(key: DataKey, sealed: str, owner: str) -> str:
    """Give what ``sealed_text`` was given."""
    return key.open(a2b_base64(sealed), owner).decode()
