"""The last look at a cassette before it is written: nothing secret, nobody's name."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from orderloom.cassettes.cassette import Body, Cassette, Exchange, line_of
from orderloom.cassettes.covering import Cover, readable
from orderloom.disguise.fakes import found_in_texts
from orderloom.disguise.secrets import SHORT
from orderloom.disguise.wrapped import rewritten
from orderloom.errors import OrderloomError

_NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:', re.DOTALL)


class Search:
    """Looks for texts in other texts, however deep they are wrapped; also for whole names."""

    def __init__(self, texts: Iterable[str]) -> None:
        patterns = (found_in_texts(each, SHORT) for each in sorted(texts))
        self._pattern = re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)
        self._is_found = False

    def finds(self, text: str) -> bool:
        """Say whether one of the texts stands in a text."""
        self._is_found = False
        rewritten(text, self)
        names = (name for name in _NAMES.findall(text) if len(name) >= SHORT)
        return self._is_found or any(map(self._pattern.fullmatch, names))

    def clean(self, text: str) -> str:
        """Look into a text, which stays."""
        self._is_found = self._is_found or self._pattern.search(text) is not None
        return text

    def whole(self, text: str) -> str | None:
        """Look at a number, which stays; part of a number is another number."""
        self._is_found = self._is_found or self._pattern.fullmatch(text) is not None
        return None


def demand_clean(cassette: Cassette, cover: Cover) -> None:
    """See that nothing is in a cassette that must not be.

    What is short is looked for in what the platform said only: requests are made of fakes, and
    words of the definition may be spelt like it.

    Raises:
        OrderloomError: A secret, or what tells of somebody, would stand there (OL842); it says
            where, never what.
    """
    known = {each for each in (*cover.secrets, *cover.people) if cover.is_replaced(each)}
    everywhere = Search(each for each in known if len(each) >= SHORT or not each.isascii())
    said = Search(known)
    for line, part, text in _requests(cassette):
        if everywhere.finds(text):
            raise OrderloomError("OL842", line=str(line), part=part)
    for line, part, text in _said(cassette):
        if said.finds(text):
            raise OrderloomError("OL842", line=str(line), part=part)


def _requests(cassette: Cassette) -> Iterator[tuple[int, str, str]]:
    yield 1, "url", cassette.head.url
    for number, each in enumerate(cassette.exchanges):
        line = line_of(number)
        yield line, "url", each.request.url
        yield from ((line, f"header {name}", text) for name, text in each.request.headers.items())
        yield line, "body", _text(each.request.body)


def _said(cassette: Cassette) -> Iterator[tuple[int, str, str]]:
    yield from ((1, f"notes {name}", text) for name, text in cassette.head.notes.items())
    for step in cassette.head.steps:
        yield 1, "input", msgspec.json.encode(step.input).decode()
    for number, each in enumerate(cassette.exchanges):
        for part, text in _answers(each):
            yield line_of(number), part, text


def _answers(exchange: Exchange) -> Iterator[tuple[str, str]]:
    headers: Mapping[str, str] = {}
    if exchange.answer is not None:
        headers = exchange.answer.headers
        yield "body", _text(exchange.answer.body)
    if exchange.failed is not None:
        headers = exchange.failed.facts
    yield from ((f"header {name}", text) for name, text in headers.items())


def _text(body: Body) -> str:
    return readable(body.bytes())
