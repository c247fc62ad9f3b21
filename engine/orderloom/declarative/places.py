"""Writing values at paths such as ``a.b[0].c``, and finding what stands there."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from orderloom.definition.mapping import Path, Step

_INDEX = re.compile(r"\[(\d+)\]")


def steps_of(path: str) -> list[str | int]:
    """Take a checked path apart: ``a.b[0]`` into ``a``, ``b``, 0."""
    steps: list[str | int] = []
    for segment in path.split("."):
        name = segment.partition("[")[0]
        steps += [name] if name else []
        steps += [int(index) for index in _INDEX.findall(segment)]
    return steps


def nested(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Make one object of values by path; missing ones are left out, lists have no gaps.

    A path with ``[*]`` takes a list, whose values stand in one object each.
    """
    whole: dict[str, Any] = {}
    for path, value in _spread(values):
        if value is None:
            continue
        steps = steps_of(path)
        at: Any = whole
        for step, following in pairwise(steps):
            at = _below(at, step, [] if isinstance(following, int) else {})
        _put(at, steps[-1], value)
    return whole


def _spread(values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for path, value in values:
        if "[*]" not in path:
            yield path, value
        elif isinstance(value, list | tuple):
            for index, each in enumerate(value):
                yield path.replace("[*]", f"[{index}]", 1), each
        else:
            yield path.replace("[*]", "[0]", 1), value


def _below(at: Any, step: str | int, empty: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(step, str):
        return at.setdefault(step, empty)
    if step >= len(at):
        at.append(empty)
        step = len(at) - 1
    return at[step]


def _put(at: Any, step: str | int, value: Any) -> None:  # noqa: ANN401
    if isinstance(step, int) and step >= len(at):
        at.append(value)
    else:
        at[step] = value


def found(at: Any, path: Path | None) -> Any:  # noqa: ANN401
    """Give what stands at ``path`` below ``at``, None where the path ends early."""
    for step in () if path is None else path.steps:
        at = down(at, step)
    return at


def each_found(at: Any, path: Path | None) -> Iterator[Any]:  # noqa: ANN401
    """Give the rows at ``path``: a list's items, or the one thing that stands there."""
    rows = found(at, path)
    if isinstance(rows, list):
        yield from rows
    elif rows is not None:
        yield rows


def down(at: Any, step: Step) -> Any:  # noqa: ANN401
    """Give what stands one step below, None where nothing does."""
    if step.every:
        return at
    if step.index is not None:
        return at[step.index] if isinstance(at, list) and step.index < len(at) else None
    return at.get(step.key) if isinstance(at, dict) else None
