"""The mask: as much of a sensitive value as may stand where it is not seen in the clear."""

from typing import Any

MASK = "****"
_SHORT = 11
"""A text below this would hardly be hidden by a mask that leaves seven characters."""


def shown(value: Any, *, hidden: bool) -> Any:  # noqa: ANN401 - a flow's value
    """Give a value as traces hold it; of a hidden one no more than that it is there."""
    if not hidden or value is None:
        return value
    if not isinstance(value, str) or len(value) < _SHORT:
        return MASK
    return f"{value[:3]}{MASK}{value[-4:]}"
