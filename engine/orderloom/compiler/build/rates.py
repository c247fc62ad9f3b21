"""Rates such as ``2000/s`` or ``6000/60s``."""

from datetime import timedelta

from orderloom.expression.literals import parse_duration


def read_rate(text: str | None) -> tuple[int, timedelta] | None:
    """Read a number of requests, and the time they may take; None when it is no rate."""
    number, _, span = (text or "").partition("/")
    lasting = parse_duration(span if span[:1].isdigit() else f"1{span}")
    return None if lasting is None or not number.isdigit() else (int(number), lasting)
