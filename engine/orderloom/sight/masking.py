"""The mask: as much of a sensitive value as may stand where it is not seen in the clear."""

from typing import Any, Protocol

MASK = "****"
_SHORT = 8
"""Below this a mask that leaves seven characters would hide nothing."""


class Mask(Protocol):
    """A way to mask."""

    def __call__(self, value: Any, *, hidden: bool) -> Any:  # noqa: ANN401 - a flow's value
        """Give a value, masked if ``hidden``."""
        ...


def shown(value: Any, *, hidden: bool) -> Any:  # noqa: ANN401 - a flow's value
    """Give a value as traces hold it: of a hidden text its ends, of other kinds nothing.

    A number or a day has few possible values, so that a part of it would tell which it is.
    """
    if not hidden or value is None:
        return value
    if not isinstance(value, str) or len(value) < _SHORT:
        return MASK
    return f"{value[:3]}{MASK}{value[-4:]}"


def spoken(value: Any, *, hidden: bool) -> Any:  # noqa: ANN401 - a flow's value
    """Give a value as expressions can go on with it: a hidden one masked if a text, else none."""
    if not hidden:
        return value
    return shown(value, hidden=True) if isinstance(value, str) else None
