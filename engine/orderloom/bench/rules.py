"""What judging one rule of fifty costs, and what ten thousand rules cost."""

from collections.abc import Mapping, Sequence
from typing import Any

from orderloom.bench import peer_zen
from orderloom.bench.order_rules import CONDITIONS, order, rules_of, whole_order
from orderloom.bench.peer_simpleeval import Reference, filled, prepared
from orderloom.bench.timing import Work, agree, times_faster
from orderloom.expression.types import INTEGER, TEXT
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.judging import Judge, generate_judge

_MANY_FIELDS = {"sku": TEXT, "pieces": INTEGER}
Orders = Sequence[Mapping[str, Any]]


def rule_vs_simpleeval(orders: int, rounds: int) -> list[float]:
    """Give how many times faster a rule is judged than by simpleeval with our semantics."""
    records = [order(number) for number in range(orders)]
    shape = whole_order(0)
    evaluate = Reference()
    trees = prepared(CONDITIONS)
    wholes = [filled(record, shape) for record in records]

    def judged_by_peer() -> list[list[int]]:
        found = []
        for names in wholes:
            evaluate.names = names
            found.append(
                [
                    number
                    for number, (text, tree) in enumerate(trees)
                    if evaluate.eval(text, previously_parsed=tree) is True
                ]
            )
        return found

    ours = _judging(CONDITIONS, records)
    agree(ours(), judged_by_peer())
    return times_faster(ours, judged_by_peer, rounds)


def rule_vs_zen(orders: int, rounds: int) -> list[float]:
    """Give how many times faster an order is judged than by a call of zen's decision table."""
    records = [order(number) for number in range(orders)]
    contexts = [peer_zen.plain(record) for record in records]
    decide = peer_zen.decision_table(CONDITIONS)

    def judged_by_peer() -> list[list[int]]:
        return [decide(context) for context in contexts]

    ours = _judging(CONDITIONS, records)
    agree(ours(), judged_by_peer())
    return times_faster(ours, judged_by_peer, rounds)


def many_rules_vs_few(orders: int, rounds: int, many: int, few: int) -> list[float]:
    """Give how many times dearer an order is with ``many`` rules, ``few`` of which can match.

    The other way is to have those few alone.
    """
    goods = many // few
    able = [[_condition(sku, number) for number in range(few)] for sku in range(goods)]
    records = [{"sku": f"S{number % goods}", "pieces": number % 40} for number in range(orders)]
    judge = generate_judge(rules_of([each for of in able for each in of], _MANY_FIELDS))
    judges = [generate_judge(rules_of(of, _MANY_FIELDS)) for of in able]

    def with_many() -> list[list[int]]:
        return [[hit % few for hit in _hits(judge, record)] for record in records]

    def with_few() -> list[list[int]]:
        return [_hits(judges[number % goods], each) for number, each in enumerate(records)]

    agree(with_many(), with_few())
    return times_faster(with_few, with_many, rounds)


def _condition(sku: int, number: int) -> str:
    return f'sku == "S{sku}" and pieces > {number % 45}'


def _judging(conditions: Sequence[str], records: Orders) -> Work:
    judge = generate_judge(rules_of(conditions))

    def judged() -> list[list[int]]:
        return [_hits(judge, record) for record in records]

    return judged


def _hits(judge: Judge, record: Mapping[str, Any]) -> list[int]:
    hits: list[int] = []
    judge(record, _AROUND, hits, [])
    return hits


_AROUND = Surroundings()
