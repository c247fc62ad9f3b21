"""What actions for later read of the present, so that no more than that is kept for them."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from orderloom.compiler.build.setting import Setting
from orderloom.expression.compiled import Compiled, Read
from orderloom.expression.types import ObjectType

THIS = "this"
"""The record from which a selection is made; it travels with the results."""


def reads_in(part: object) -> Iterator[Read]:
    """Give everything that the expressions inside a definition's part read."""
    if isinstance(part, Compiled):
        yield from part.reads
    elif isinstance(part, tuple):
        for each in part:
            yield from reads_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from reads_in(getattr(part, field.name))


def results_seen(setting: Setting) -> list[str]:
    """Name the results of earlier actions, and loop items, that are seen at a place."""
    names = setting.sight.scope.names.items()
    return [name for name, each in names if each.source.startswith("e.results.")]


def event_of(setting: Setting) -> ObjectType:
    """Give the parts of ``event`` at a place; of none that is known they may be anything."""
    event = setting.sight.scope.names.get("event")
    of = None if event is None else event.type
    return of if isinstance(of, ObjectType) else ObjectType({}, open=True)


def parts_read(root: str, whole: ObjectType, reads: Iterable[Read]) -> tuple[str, ...]:
    """Name the parts of the name ``root`` that are read; all when it is read as a whole."""
    parts: dict[str, None] = {}
    for read in reads:
        if read.root != root:
            continue
        rest = read.path.removeprefix(f"{root}.")
        name = rest.partition(".")[0].partition("[")[0]
        parts |= dict.fromkeys(whole.fields if rest == read.path else (name,))
    return tuple(parts)
