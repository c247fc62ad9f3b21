"""Data keys: made one per secret, wrapped by the master key, forgotten to erase.

A secret is sealed with AES-256-GCM under a key of its own, and bound to what it belongs to: moved
to another row it does not open. Destroying the key makes the secret unreadable wherever copies
of its ciphertext are.
"""

from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from itertools import count
from os import urandom
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import sqlalchemy as sa

from orderloom.errors import StoreUnusable
from orderloom.store import tables
from orderloom.store.database import Database
from orderloom.store.dialect import Dialect, cursor_of
from orderloom.store.master_key import MasterKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LOOKUP = "lookup"
"""The key that hashes identities; its row also proves that a master key is the right one."""
Random: TypeAlias = Callable[[int], bytes]
"""Gives so many bytes that nobody can guess; never the same twice."""
_NONCE = 12
_KEY = 32
_MOST_KNOWN = 10_000
_HASHED = "%:"
"""Begins a hashed identity. No identity in the clear begins so: its ``%`` is written ``%25``."""


class KeyRow(NamedTuple):
    """A row of ``keys``."""

    id: str
    wrapped: bytes


class DataKey(NamedTuple):
    """One data key, ready to use."""

    id: str
    cipher: "AESGCM"

    def seal(self, secret: bytes, owner: str, random: Random = urandom) -> bytes:
        """Encrypt ``secret``, which opens again for ``owner`` only."""
        nonce = random(_NONCE)
        return nonce + self.cipher.encrypt(nonce, secret, owner.encode())

    def open(self, sealed: bytes, owner: str) -> bytes:
        """Give what ``seal`` was given.

        Raises:
            StoreUnusable: It was sealed with another key or for another owner, or was damaged
                since (OL636).
        """
        try:
            return self.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
        except _damage() as error:
            raise StoreUnusable("OL636", owner=owner) from error


class Keyring:
    """All keys of one store. Nothing is made or asked for before the first secret is met."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self._master = master
        self._wrapping: DataKey | None = None
        self._lookup = b""
        self._known: dict[str, DataKey] = {}
        self._prefix = urandom(6).hex()
        self._numbers = count()
        self.notices: list[tuple[str, dict[str, str]]] = []

    def prepare(self) -> None:
        """Make sure that secrets can be sealed; the first time in a store this makes the keys.

        To be called outside any transaction.

        Raises:
            StoreUnusable: The master key is not the one of this store (OL628), it is gone or
                cannot be kept (OL629), or it is no key at all (OL627).
        """
        if self._wrapping is None and not self._unlock():
            self._found()

    def new(self, random: Random = urandom) -> tuple[DataKey, KeyRow]:
        """Make a data key, and the row that keeps it."""
        wrapping = (self._wrapping or self._wrapped_by()).cipher
        # Ids that grow append to the index instead of touching a page each.
        key_id = f"{self._prefix}{next(self._numbers):08x}"
        drawn = random(_KEY + _NONCE)
        secret, nonce = drawn[:_KEY], drawn[_KEY:]
        wrapped = nonce + wrapping.encrypt(nonce, secret, key_id.encode())
        # Making the tuples directly takes half the time of calling their classes.
        key = tuple.__new__(DataKey, (key_id, type(wrapping)(secret)))
        return key, tuple.__new__(KeyRow, (key_id, wrapped))

    def known(self, key_id: str, wrapped: bytes) -> DataKey:
        """Give a stored key.

        Raises:
            StoreUnusable: The master key is not the one it was wrapped with (OL628).
        """
        key = self._known.get(key_id)
        if key is None:
            wrapping = self._wrapped_by()
            secret = self._unwrapped(wrapping, key_id, wrapped)
            key = DataKey(key_id, type(wrapping.cipher)(secret))
            self._remember(key)
        return key

    def forget(self, key_ids: Iterable[str]) -> None:
        """Let destroyed keys go from memory as well."""
        for key_id in key_ids:
            self._known.pop(key_id, None)

    def hashed(self, record_type: str, key: str) -> str:
        """Give an identity as it stands where the clear one must not.

        Before the store has any key nothing was ever hidden in it: then the answer fits nothing.
        """
        if self._wrapping is None and not self._unlock():
            return _HASHED
        named = f"{record_type}\0{key}".encode()
        return _HASHED + blake2b(named, key=self._lookup, digest_size=16).hexdigest()

    def hashed_or_plain(self, purpose: str, text: str) -> str:
        """Give a text that stands for another one.

        Before the store has any key, as in a dry run, it tells nobody the text either, but who
        guesses it can make sure; such a text is not to be kept.
        """
        if self._wrapping is None and not self._unlock():
            return blake2b(f"{purpose}\0{text}".encode(), digest_size=16).hexdigest()
        return self.hashed(purpose, text)

    def _wrapped_by(self) -> DataKey:
        if self._wrapping is None and not self._unlock():
            raise StoreUnusable("OL628", path=self._database.path)
        assert self._wrapping is not None  # noqa: S101 - just unlocked
        return self._wrapping

    def _remember(self, key: DataKey) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key.id] = key

    def _unlock(self) -> bool:
        """Take the store's own keys into use; say whether it has any."""
        with self._database.reading.begin() as connection:
            wrapped = connection.scalar(_LOOKUP_ROW)
        if wrapped is None:
            return False
        master = self._master.read()
        if master is None:
            raise StoreUnusable("OL628", path=self._database.path)
        self._use(master_cipher(master), wrapped)
        return True

    def _found(self) -> None:
        """Give the store its first keys."""
        master = self._master.read()
        if master is None:
            self.notices.append(("OL632", {"path": str(self._master.make())}))
            master = self._master.read()
        assert master is not None  # noqa: S101 - just made
        wrapping = master_cipher(master)
        row = KeyRow(LOOKUP, wrapping.seal(urandom(_KEY), LOOKUP))
        with self._database.transaction() as connection:
            if connection.scalar(_LOOKUP_ROW) is None:
                connection.execute(sa.insert(tables.keys), row._asdict())
            wrapped = connection.scalar(_LOOKUP_ROW)
        assert wrapped is not None  # noqa: S101 - somebody wrote it
        self._use(wrapping, wrapped)

    def _use(self, wrapping: DataKey, wrapped: bytes) -> None:
        self._lookup = self._unwrapped(wrapping, LOOKUP, wrapped)
        self._wrapping = wrapping

    def _unwrapped(self, wrapping: DataKey, key_id: str, wrapped: bytes) -> bytes:
        try:
            return wrapping.open(wrapped, key_id)
        except StoreUnusable as error:
            raise StoreUnusable("OL628", path=self._database.path) from error


def master_cipher(secret: bytes) -> DataKey:
    """Give the master key ready to use."""
    # It takes a while to import, and commands that meet no secret should not wait for it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return DataKey("master", AESGCM(secret))


def _damage() -> tuple[type[Exception], ...]:
    """Give what opening something damaged raises; asked only when something was raised."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see master_cipher

    return InvalidTag, ValueError


_KEYS_OF_RECORDS = (
    "SELECT records.id, keys.id, keys.wrapped FROM records "
    "JOIN keys ON keys.id = records.sensitive_key_id WHERE records.id "
)
_LOOKUP_ROW = sa.select(tables.keys.c.wrapped).where(tables.keys.c.id == LOOKUP)


def keys_of_records(
    dialect: Dialect, connection: sa.Connection, record_ids: Collection[str]
) -> dict[str, KeyRow]:
    """Give the data key of each record that has one, by record id."""
    text = dialect.text(_KEYS_OF_RECORDS + dialect.among)
    rows = cursor_of(connection).execute(text, (dialect.listed(record_ids),)).fetchall()
    return {row[0]: KeyRow(row[1], row[2]) for row in rows}
