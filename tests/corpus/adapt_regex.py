"""Patterns of the corpus, in the expression that takes them."""

import json

from tests.corpus.contract import ACCEPT, NEUTRALISE, REJECT, Case, Judgement

from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid
from orderloom.expression.data import scope_for_data
from orderloom.flow.surroundings import Surroundings


def judge(case: Case) -> Judgement:
    """Match a subject with a pattern; a control must match."""
    facts = json.loads(case.body)
    made = facts["subject"]
    subject = made["pre"] + made["unit"] * made["count"] + made["mid"]
    data = {"subject": subject + made["post"] * made["count"] + made["suf"]}
    text = f"matches(subject, {_quoted(facts['pattern'])})"
    try:
        compiled = compile_expression(text, scope_for_data(data, "Asia/Shanghai"))
        value = compiled.evaluate(data, Surroundings())
    except ExpressionInvalid as invalid:
        fault = invalid.faults[0]
        return Judgement(verdict=REJECT, code=fault.code, place={"line": 1})
    except EvaluationFault as stopped:
        return Judgement(verdict=NEUTRALISE, code=stopped.fault.code)
    if case.family == "control":
        return Judgement(verdict=ACCEPT, differs="" if value is True else f"it is {value}")
    return Judgement(verdict=NEUTRALISE, said=str(value))


def _quoted(pattern: str) -> str:
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
