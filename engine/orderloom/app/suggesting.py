"""Similar past records of a record, each with the reason: what their texts share, and how much."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from orderloom.app.application import Application
from orderloom.app.viewing import Eyes
from orderloom.definition.suggest import Suggest
from orderloom.expression.grams import grams_of, shared_runs
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.command import Actor
from orderloom.flow.record import Record
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.looking import looking
from orderloom.kernel.overlay import Overlay
from orderloom.kernel.selection import THIS
from orderloom.sight.masking import MASK

CONSIDERED: Final = 500
"""So many records that share something are compared with the one at hand."""
MOST_SHARED: Final = 5
"""So many stretches of a text are told as a reason, the longest ones."""
_CENT = Decimal("0.01")
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A record that is like another.

    Attributes:
        score: From 0 to 1, two places: how much of what both are made of they share.
        shared: Field to the stretches of its text that both have, longest first; of one that is
            not seen in the clear only that there are some.
        texts: The texts that were compared, as they are seen.
    """

    record: Record
    score: Decimal
    shared: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Any]


def suggestions(app: Application, record: Record, by: Actor | None = None) -> list[Suggestion]:
    """Give what is most like a record, most alike first, then by id; never the record itself.

    The same records give the same answer, whenever it is asked for.

    Args:
        app: The flow and its store.
        record: The record at hand.
        by: Who looks: likeness is sought in the texts that they see, masked or not; None: whoever
            runs the flow.
    """
    suggest = app.flow.records[record.type].suggest
    if suggest is None:
        return []
    with app.stores.reader() as reader:
        eyes = Eyes(app, by, reader)
        work = looking(app.program, reader, app.clock.now())
        own = _texts(eyes, record, suggest)
        pieces = [gram.text for text in own.values() for gram in grams_of(text)]
        found: list[tuple[Fraction, Record]] = []
        for record_id in reader.alike(suggest.select.record, pieces, CONSIDERED):
            other = reader.get(record_id)
            if other is None or other.id == record.id or not _fits(work, suggest, record, other):
                continue
            if eyes.glimpse(other) is not None:
                found.append((_likeness(own, _texts(eyes, other, suggest)), other))
        found.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [_told(eyes, record, each, score, suggest) for score, each in found[: suggest.top]]


def _texts(eyes: Eyes, record: Record, suggest: Suggest) -> Texts:
    """Give the texts to compare, as they are, of the fields that are not hidden."""
    glimpse, values = eyes.glimpse(record), record.values
    return {
        name: values[name]
        for name in suggest.on
        if isinstance(values.get(name), str)
        and glimpse is not None
        and glimpse.manner(name) != "hide"
    }


def _fits(work: Overlay, suggest: Suggest, record: Record, other: Record) -> bool:
    """Say whether the condition holds for a record that is alike; a fault means no."""
    where = suggest.select.where
    if where is None:
        return True
    around = Surroundings(work.now, records=work.records)
    around.results = {THIS: record.values}
    try:
        return where.compiled.evaluate(other.values, around) is True
    except TROUBLE:
        return False


def _likeness(one: Texts, other: Texts) -> Fraction:
    """Give twice what is shared over all there is, field by field; 1: both say the same."""
    shared, number = 0, 0
    for name in {**one, **other}:
        ours, theirs = _pieces(one, name), _pieces(other, name)
        shared += len(ours & theirs)
        number += len(ours) + len(theirs)
    return Fraction(2 * shared, number) if number else Fraction(0)


def _pieces(texts: Texts, name: str) -> set[str]:
    return {gram.text for gram in grams_of(texts.get(name, ""))}


def _told(
    eyes: Eyes, record: Record, other: Record, score: Fraction, suggest: Suggest
) -> Suggestion:
    one, theirs = eyes.glimpse(record), eyes.glimpse(other)
    texts = _texts(eyes, other, suggest)
    clear = {
        name
        for name in suggest.on
        if one is not None
        and theirs is not None
        and (one.manner(name), theirs.manner(name)) == ("clear", "clear")
    }
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return Suggestion(
        record=other,
        score=exact.quantize(_CENT, ROUND_HALF_UP),
        shared=dict(_reasons(_texts(eyes, record, suggest), texts, clear)),
        texts={} if theirs is None else {name: theirs.show(name, texts[name]) for name in texts},
    )


def _reasons(
    one: Texts, other: Texts, clear: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, text in one.items():
        runs = shared_runs(text, _pieces(other, name))
        if runs:
            yield name, tuple(runs[:MOST_SHARED]) if name in clear else (MASK,)
