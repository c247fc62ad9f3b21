"""Judging a set of rules: our one generated function against simpleeval, rule by rule."""

import ast
from decimal import Decimal
from statistics import median
from time import perf_counter

from simpleeval import SimpleEval

from orderloom.definition.common import Condition
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place
from orderloom.expression.compile import compile_expression
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import BOOLEAN, DECIMAL, INTEGER, TEXT, Type
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.judging import generate_judge

RULES = 50
TIMES = 400
ROUNDS = 5
_PLACE = Place("bench", 1)
_FIELDS: dict[str, Type] = {
    "amount": DECIMAL,
    "pieces": INTEGER,
    "status": TEXT,
    "channel": TEXT,
    "gift": BOOLEAN,
}
_RECORD = {
    "amount": Decimal("318.50"),
    "pieces": 7,
    "status": "paid",
    "channel": "pdd",
    "gift": False,
}


def rules_vs_simpleeval() -> float:
    """Give how many times faster fifty rules are judged: the median of rounds."""
    texts = [_text(index) for index in range(RULES)]
    names = {name: Name(type=kind, source=f"s.get('{name}')") for name, kind in _FIELDS.items()}
    scope = Scope(names=names, zone="UTC")
    judge = generate_judge(tuple(_rule(index, text, scope) for index, text in enumerate(texts)))
    peer = SimpleEval(names=_RECORD)
    parsed = [(text, ast.parse(text, mode="eval").body) for text in texts]
    around = Surroundings()
    ratios = []
    for _ in range(ROUNDS):
        started = perf_counter()
        for _ in range(TIMES):
            judge(_RECORD, around, [], [])
        ours = perf_counter() - started
        started = perf_counter()
        for _ in range(TIMES // 20):
            for text, tree in parsed:
                peer.eval(text, previously_parsed=tree)
        ratios.append((perf_counter() - started) * 20 / ours)
    return median(ratios)


def _text(index: int) -> str:
    kinds = (
        f"amount > {index * 10}",
        f'status == "paid" and pieces >= {index}',
        f'channel == "jd" or amount * 2 > {index * 7}',
        f"pieces + {index} > 12 and not gift",
    )
    return kinds[index % len(kinds)]


def _rule(index: int, text: str, scope: Scope) -> Rule:
    when = Condition(place=_PLACE, compiled=compile_expression(text, scope))
    return Rule(
        id=f"r{index}", place=_PLACE, on=("order.created",), record="order", do=(), when=when
    )
