"""What all effects share."""

from msgspec import Struct

from orderloom.diagnostics import Cause


class Effect(Struct, frozen=True, kw_only=True, tag_field="effect"):
    """What all effects share: the record concerned and the cause."""

    record: str
    record_id: str | None
    cause: Cause | None = None
