"""Similar past records, sought by what their texts share."""

from dataclasses import dataclass

from orderloom.definition.select import Select


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest:
    """At most ``top`` records of ``select`` whose fields ``on`` are most alike."""

    select: Select
    on: tuple[str, ...]
    top: int = 3
