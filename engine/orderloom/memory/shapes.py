"""How the rows of one flow are made and read: once, for all memories that it is played over."""

from hashlib import blake2b

from orderloom.definition.flow import Flow
from orderloom.store.codec import codecs_of
from orderloom.store.figures import PageCodec
from orderloom.store.group import RowMaker
from orderloom.store.journal_rows import JournalWriter
from orderloom.store.sealing import Identities


class Hashes:
    """Texts that stand for others, under a memory's own key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hashed(self, record_type: str, key: str) -> str:
        """Give an identity, or another text, as it stands where the clear one must not."""
        named = f"{record_type}\0{key}".encode()
        return "%:" + blake2b(named, key=self._key, digest_size=16).hexdigest()


class InTheClear:
    """Seals nothing: what is in memory goes with the process."""

    def record(self, record_id: str, secret: str) -> tuple[str, None]:
        """Give a record's sensitive document as it is."""
        del record_id
        return secret, None


class Shapes:
    """The codecs of a flow's records, and what writes its journal and its figures.

    Args:
        flow: The flow.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.codecs = codecs_of(flow.records.values())
        self.journal = JournalWriter()
        self.pages = PageCodec()

    def rows(self, identities: Identities) -> RowMaker:
        """Give what makes the rows of records."""
        shapes = self.flow.records.values()
        return RowMaker(
            self.codecs,
            {shape.id: shape.indexed for shape in shapes},
            {shape.id: shape.unique for shape in shapes},
            identities,
            {shape.id: shape.sought for shape in shapes if shape.sought},
        )
