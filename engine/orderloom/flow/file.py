"""Files that are attached to records."""

from msgspec import Struct

from orderloom.names import RecordId


class FileContent(Struct, frozen=True, kw_only=True):
    """The bytes of a file that belongs to a record; ``hash`` is their SHA-256 in hex."""

    record_id: RecordId
    hash: str
    body: bytes
