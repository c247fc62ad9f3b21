"""Telling that a flow's files changed."""

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

DEFINITIONS = frozenset((".yaml", ".yml", ".csv", ".xlsx"))
"""Ends of the files that a flow is made of; a store may lie in the same folder."""

_SETTLE_MS = 50
_LOOK_MS = 200


def rounds(folder: Path) -> Iterator[None]:
    """Yield once at the start and then after every change.

    Raises:
        KeyboardInterrupt: The user stops it; it never ends otherwise.
    """

    def is_definition(_: Change, path: str) -> bool:
        parts = Path(path).relative_to(folder.resolve()).parts
        if any(part.startswith(".") for part in parts):
            return False
        # What was written into a new folder before that was watched is told by the folder alone.
        return Path(path).suffix in DEFINITIONS or Path(path).is_dir()

    changes = watch(
        folder.resolve(),
        watch_filter=is_definition,
        debounce=_LOOK_MS,
        step=_SETTLE_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    )
    # The first look is taken when the watch is up already: no change falls between the two.
    is_first = True
    for changed in changes:
        if changed or is_first:
            is_first = False
            yield
