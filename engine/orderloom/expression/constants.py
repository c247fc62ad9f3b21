"""Names of constants in generated code: equal names always stand for equal values."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2s
from zoneinfo import ZoneInfo


def constant_name(value: object) -> str:
    """Name a value by its content."""
    return f"k{blake2s(_content(value).encode(), digest_size=10).hexdigest()}"


def _content(value: object) -> str:
    if isinstance(value, AbstractSet):
        return f"set({', '.join(sorted(_content(each) for each in value))})"
    if isinstance(value, Mapping):
        pairs = sorted(f"{key!r}: {_content(each)}" for key, each in value.items())
        return f"map({', '.join(pairs)})"
    if isinstance(value, list | tuple):
        inside = ", ".join(_content(each) for each in value)
        return f"{type(value).__name__}({inside})"
    if isinstance(value, ZoneInfo):
        return f"zone {value.key}"
    pattern = getattr(value, "pattern", None)
    if isinstance(pattern, str | bytes):
        return f"pattern {pattern!r}"
    return f"{type(value).__name__} {value!r}"
