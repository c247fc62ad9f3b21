"""Expressions of the corpus, in its spellings, through checker, generated code and reference."""

import re
from functools import cache
from pathlib import Path

from tests.corpus.contract import ACCEPT, NEUTRALISE, REJECT, Case, Judgement

from orderloom.codes.catalogue import lookup
from orderloom.expression.compile import compile_expression
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid, Fault
from orderloom.expression.data import read_data, scope_for_data, write_value
from orderloom.expression.reference.evaluator import Reference
from orderloom.expression.scope import Scope
from orderloom.flow.surroundings import Surroundings

# Far beyond what the language takes: no spelling in it needs a translation, whose time is not ours.
_LONG = 10_000
_OURS = {"len": "count", "coalesce": "default", "startswith": "starts_with"}
_CALL = re.compile(r"(?<![\w.])(len|coalesce|startswith)\((?=[\w.]+[,)])")
_FOLD = re.compile(r"(?<![\w.])(?:lower|upper)\(([\w.]+)\)")
_HOURS = re.compile(r"(?<![\w.])hours_between\(([^,()]+), ?([^,()]+)\)")
_TUPLE = re.compile(r"(?<=\bin )\(([^()]*,[^()]*)\)")


def ours(text: str) -> str:
    """Write an expression of the corpus with our names of functions and our lists."""
    if len(text) > _LONG:
        return text
    text = _CALL.sub(lambda found: f"{_OURS[found[1]]}(", text)
    text = _FOLD.sub(r"normal(\1)", text)
    text = _HOURS.sub(r"((\2) - (\1)) / 1h", text)
    return _TUPLE.sub(r"[\1]", text)


@cache
def _context(folder: Path) -> tuple[dict[str, object], Scope]:
    data = read_data((folder / "contexts" / "expr_context.json").read_bytes())
    data.pop("$functions", None)
    return data, scope_for_data(data, "Asia/Shanghai")


def judge(case: Case) -> Judgement:
    """Evaluate a case."""
    data, scope = _context(case.folder)
    text = ours(case.body.decode())
    try:
        compiled = compile_expression(text, scope)
    except ExpressionInvalid as invalid:
        return _refused(REJECT, text, invalid.faults[0])
    try:
        value = write_value(compiled.evaluate(data, Surroundings()))
        reference = write_value(Reference(text, scope).evaluate(data, Surroundings()))
    except EvaluationFault as stopped:
        return _refused(NEUTRALISE, text, stopped.fault)
    if value != reference:
        return Judgement(verdict=ACCEPT, differs=f"{value} is {reference} by the reference")
    if "expect" in case.facts:
        differs = "" if value == case.facts["expect"] else f"{value} is not {case.facts['expect']}"
        return Judgement(verdict=ACCEPT, differs=differs, said=str(value))
    # Nothing happened but a value: data taken as data.
    return Judgement(verdict=NEUTRALISE, said=str(value))


def _refused(verdict: str, text: str, fault: Fault) -> Judgement:
    entry = lookup(fault.code)
    said = f"{entry.message.fill(fault.facts, 'en')} {entry.hint(fault.facts, 'en')}"
    line = text.count("\n", 0, fault.start) + 1
    return Judgement(verdict=verdict, code=fault.code, place={"line": line}, said=said)
