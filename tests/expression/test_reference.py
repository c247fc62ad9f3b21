"""The reference evaluator and generated code say the same of everything."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.expression.order import AROUND, order, scope
from tests.expression.typed_expressions import EXPRESSIONS, RECORDS

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.data import write_value
from orderloom.expression.reference.evaluator import Reference

SCOPE = scope()
VECTORS = [
    json.loads(line)
    for line in Path(__file__).with_name("vectors.jsonl").read_text("utf-8").splitlines()
]


def outcome(made, values):
    """Give the value, or the fault's code and place (that of an overflow is not promised)."""
    try:
        return {"value": write_value(made().evaluate(values, AROUND))}
    except EvaluationFault as stopped:
        fault = stopped.fault
    except ExpressionInvalid as invalid:
        return {"faults": invalid.faults}
    return {"code": fault.code, "at": [fault.start, fault.end] if fault.code != "OL394" else None}


def both(text, values):
    """Give what the reference says and what generated code says."""
    reference = outcome(lambda: Reference(text, SCOPE), values)
    return reference, outcome(lambda: compile_expression(text, SCOPE), values)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["expr"] for vector in VECTORS])
def test_the_reference_agrees_with_generated_code_on_every_vector(vector):
    reference, generated = both(vector["expr"], order())

    assert reference == generated


@settings(max_examples=2_200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EXPRESSIONS, RECORDS)
def test_both_agree_on_generated_expressions_and_records(text, values):
    reference, generated = both(text, values)

    assert reference == generated
