"""Texts that are signed, built as the platforms' documents say."""

import hashlib
from collections.abc import Iterable, Mapping


def sorted_pairs(
    params: Mapping[str, str],
    *,
    equals: str = "",
    between: str = "",
    without: Iterable[str] = (),
    empty: bool = False,
) -> str:
    """Give names and values in the order of the names' code points.

    Args:
        params: As text, before percent-encoding.
        equals: Between a name and its value: nothing (Taobao, PDD) or ``=`` (WeChat Pay v2).
        between: Between pairs: nothing or ``&``.
        without: Names that are not signed, such as ``sign`` itself.
        empty: Whether pairs with an empty value are signed; most platforms leave them out.
    """
    left_out = frozenset(without)
    return between.join(
        f"{name}{equals}{value}"
        for name, value in sorted(params.items())
        if name not in left_out and (value or empty)
    )


def sorted_values(values: Iterable[str]) -> str:
    """Give values in the order of their code points, joined by nothing (WeCom's callbacks)."""
    return "".join(sorted(values))


def around(secret: str, text: str) -> str:
    """Give a text with the secret before and after it (Taobao, JD, PDD)."""
    return f"{secret}{text}{secret}"


def lines(*parts: str) -> str:
    """Give parts that each end with a newline, the last one too (WeChat Pay v3)."""
    return "".join(f"{part}\n" for part in parts)


def body_hash(body: bytes) -> str:
    """Give the SHA-256 of a body in lower-case hex, as texts to sign name it (Amazon)."""
    return hashlib.sha256(body).hexdigest()
