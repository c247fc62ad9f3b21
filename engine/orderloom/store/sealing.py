"""Sealing what one commit writes, and opening what was read."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping

from orderloom.definition.flow import Flow
from orderloom.definition.record import RecordType
from orderloom.store.keyring import DataKey, Keyring, KeyRow


class Sealing:
    """Seals the secrets of one commit; ``keys`` gathers the rows of those it made.

    Args:
        keyring: The store's.
        held: Record id to the key that the record has already.
    """

    def __init__(self, keyring: Keyring, held: Mapping[str, KeyRow]) -> None:
        self._keyring = keyring
        self._held = held
        self.keys: list[KeyRow] = []

    def record(self, record_id: str, secret: str) -> tuple[str, str]:
        """Seal a record's sensitive document; give it and the id of its key."""
        held = self._held.get(record_id)
        key = self._new() if held is None else self._keyring.known(held.id, held.wrapped)
        return sealed_text(key, secret, record_id), key.id

    def payload(self, call_id: str, secret: str) -> tuple[str, str]:
        """Seal what an outgoing message says, with a key of its own."""
        key = self._new()
        return sealed_text(key, secret, call_id), key.id

    def _new(self) -> DataKey:
        key, row = self._keyring.new()
        self.keys.append(row)
        return key


class Identities:
    """How identities stand in the database: hashed where a part of them is sensitive."""

    def __init__(self, flow: Flow, keyring: Keyring) -> None:
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


def sealed_text(key: DataKey, secret: str, owner: str) -> str:
    """Seal a text for a column of text."""
    return b2a_base64(key.seal(secret.encode(), owner), newline=False).decode()


def opened_text(key: DataKey, sealed: str, owner: str) -> str:
    """Give what ``sealed_text`` was given."""
    return key.open(a2b_base64(sealed), owner).decode()
