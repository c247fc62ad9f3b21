"""Paths into a channel's object, and columns of its tables."""

import re
from typing import Literal

from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Path, Step

ANY_NAME = "*"
"""Stands for every name of an object that has one for each of its rows."""

_ATTRIBUTE = re.compile(r"@[^.\[\]@\s]+")
_SEGMENT = re.compile(r"([^.\[\]\s][^.\[\]]*)?((?:\[(?:\d{1,6}|\*)\])*)")
_INDEX = re.compile(r"\[(\d+|\*)\]")


def build_path(
    draft: Draft,
    node: ScalarNode,
    *,
    rows: bool = False,
    form: Literal["", "json", "xml"] = "",
    spreads: bool = False,
) -> Path | None:
    """Read a path such as ``a.b[0].c``.

    Args:
        draft: Takes the findings.
        node: The path as it is written.
        rows: Allows ``[*]`` as its last step.
        spreads: Allows one ``[*]`` anywhere.
        form: What the source is, where that allows more: in JSON ``*`` as a step to rows, whatever
            is called how; in XML an attribute, ``@x``, as the last step.

    Returns:
        None, with a finding at the part concerned, when it is malformed.
    """
    steps: list[Step] = []
    start = 0
    segments = node.text.split(".")
    for number, segment in enumerate(segments, 1):
        end = start + len(segment)
        found = _steps(segment, names=rows and form == "json")
        if form == "xml" and not rows and number == len(segments):
            found = _attribute(segment) or found
        if found is None:
            code = "OL433" if segment.startswith("@") and form != "xml" else "OL432"
            place = node.within(start, end)
            draft.findings.error(code, place, path=node.text, part=segment)
            return None
        steps += found
        start = end + 1
    if spreads and sum(step.every for step in steps) == 1:
        return Path(text=node.text, steps=tuple(steps))
    return _checked(draft, node, tuple(steps), rows=rows)


def _attribute(segment: str) -> list[Step] | None:
    return [Step(key=segment)] if _ATTRIBUTE.fullmatch(segment) else None


def _steps(segment: str, *, names: bool) -> list[Step] | None:
    found = _SEGMENT.fullmatch(segment)
    if found is None or not segment or segment.startswith("@"):
        return None
    key, indexes = found[1], found[2] or ""
    steps = [] if key is None else [Step(key=key, every=names and key == ANY_NAME)]
    return steps + [
        Step(every=True) if index == "*" else Step(index=int(index))
        for index in _INDEX.findall(indexes)
    ]


def _checked(draft: Draft, node: ScalarNode, steps: tuple[Step, ...], *, rows: bool) -> Path | None:
    """Refuse ``[*]`` anywhere but at the end of a path to rows."""
    spreading = [index for index, step in enumerate(steps) if step.every and step.key is None]
    if spreading and (not rows or spreading != [len(steps) - 1]):
        draft.findings.error("OL434", node.place, path=node.text)
        return None
    return Path(text=node.text, steps=steps)


def column(draft: Draft, node: ScalarNode, columns: tuple[str, ...]) -> Path | None:
    """Take a column's name literally; where ``columns`` are named it must be one of them."""
    if columns and node.text not in columns:
        draft.findings.unknown("OL441", node.place, node.text, columns)
        return None
    return Path(text=node.text, steps=(Step(key=node.text),))
