"""What every operator and function gives: one line of ``vectors.jsonl`` each."""

import json
from pathlib import Path

import pytest
from tests.expression.order import AROUND, order, scope

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.data import write_value

VECTORS = [
    json.loads(line)
    for line in Path(__file__).with_name("vectors.jsonl").read_text("utf-8").splitlines()
]


def outcome(text: str) -> dict[str, object]:
    try:
        compiled = compile_expression(text, scope())
        return {"value": write_value(compiled.evaluate(order(), AROUND))}
    except ExpressionInvalid as invalid:
        fault = invalid.faults[0]
    except EvaluationFault as stopped:
        fault = stopped.fault
    return {"code": fault.code, "at": [fault.start, fault.end]}


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["expr"] for vector in VECTORS])
def test_expression_gives_what_the_language_promises(vector):
    expected = {key: value for key, value in vector.items() if key != "expr"}

    assert outcome(vector["expr"]) == expected
