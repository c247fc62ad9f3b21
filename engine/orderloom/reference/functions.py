"""Functions: how each is called, what it gives, and examples with the value that they have."""

import json
from collections.abc import Callable, Iterator, Mapping

from orderloom.codes.model import Wording
from orderloom.expression.functions.model import REQUIRED, Function, Parameter
from orderloom.expression.functions.table import functions
from orderloom.reference.words import EXECUTED

Evaluate = Callable[[str], object]
"""Gives the value of an expression as JSON can hold it."""


def signature(function: Function) -> str:
    """Give how a function is called; what the engine fills in by itself is left out."""
    return f"{function.name}({', '.join(_parameters(function))})"


def _parameters(function: Function) -> Iterator[str]:
    for each in function.parameters:
        if not each.hidden:
            yield _parameter(each)


def _parameter(parameter: Parameter) -> str:
    if parameter.many:
        return f"{parameter.name}, …"
    if parameter.default is REQUIRED:
        return parameter.name
    if parameter.default is None:
        return f"[{parameter.name}]"
    default = repr(parameter.default).strip("<>'")
    return f"{parameter.name}={default}"


def chapter(examples: Mapping[str, tuple[str, ...]], evaluate: Evaluate, language: str) -> str:
    """Give a section a function.

    Raises:
        KeyError: A function has no example.
    """
    return "\n\n".join(
        _section(function, examples[function.name], evaluate, language)
        for function in functions().values()
    )


def _section(
    function: Function, examples: tuple[str, ...], evaluate: Evaluate, language: str
) -> str:
    gives = "" if callable(function.result) else f" → {function.result}"
    heading = f"## {function.name}\n\n`{signature(function)}`{gives}"
    meaning = Wording(function.en, function.zh).fill({}, language)
    rows = [f"|`{_cell(each)}`|{_value(evaluate(each))}|" for each in examples]
    table = "\n".join((EXECUTED.fill({}, language), "|-|-|", *rows))
    return f"{heading}\n\n{meaning}\n\n{table}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _value(value: object) -> str:
    return "–" if value is None else f"`{_cell(_shown(value))}`"


def _shown(value: object) -> str:
    """Write a value as it is written in an expression: without the tags of JSON."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        return str(next(iter(value.values())))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
