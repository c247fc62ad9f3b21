"""Options that say which records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import click

from orderloom.cli.bilingual import option
from orderloom.compiler.asking import Question
from orderloom.errors import OrderloomError

Function = TypeVar("Function", bound=Callable[..., object])

_NUMBER = click.IntRange(min=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the options say; ``over`` None: no selection is meant."""

    over: str | None
    order_by: Sequence[str]
    take: int | None
    sample: int | None
    seed: str

    def question(self, record: str) -> Question:
        """Give what is asked for, of records of a type."""
        return Question(
            record=record,
            where=self.over or "",
            order_by=tuple(self.order_by),
            take=self.take,
            sample=self.sample,
            seed=self.seed,
        )

    def forbid(self, *, also: bool) -> None:
        """Refuse options that mean nothing without ``--over``; ``also``: one more was given.

        Raises:
            OrderloomError: There is one.
        """
        if also or self.order_by or self.seed or (self.take or self.sample) is not None:
            raise OrderloomError("OL796")


def selecting_options(function: Function) -> Function:
    """Add ``--over`` and what goes with it; see ``Chosen``."""
    for add in reversed((_over, _order_by, _take, _sample, _seed)):
        function = add(function)
    return function


def _over(function: Function) -> Function:
    return option(
        "--over",
        metavar="WHERE",
        en="Many records instead of one: those of which this condition is true.",
        zh="不针对一条，而针对符合此条件的所有记录。",
    )(function)


def _order_by(function: Function) -> Function:
    return option(
        "--order-by",
        metavar="FIELD",
        multiple=True,
        en="In this order; -FIELD descending. May be given several times.",
        zh="按此字段排序，-FIELD 为降序；可多次给出。",
    )(function)


def _take(function: Function) -> Function:
    return option(
        "--take",
        metavar="NUMBER",
        type=_NUMBER,
        en="Stop when so many were not refused.",
        zh="成功达到此数量即停止。",
    )(function)


def _sample(function: Function) -> Function:
    return option(
        "--sample",
        metavar="NUMBER",
        type=_NUMBER,
        en="So many of them by lot.",
        zh="随机抽取此数量。",
    )(function)


def _seed(function: Function) -> Function:
    return option(
        "--seed",
        metavar="TEXT",
        default="",
        en="Draws the same ones again.",
        zh="相同的种子抽到相同的记录。",
    )(function)
