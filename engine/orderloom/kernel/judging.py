"""All rules on one event as one generated function.

Calling one function for the whole set costs a fraction of calling one a rule, and each rule
stands in its own ``try``, so that a broken one spoils nobody else.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from orderloom.definition.rule import Rule
from orderloom.expression.compiled import EvaluationFault

Hits: TypeAlias = list[int]
Faults: TypeAlias = list[tuple[int, EvaluationFault | ArithmeticError]]
Judge: TypeAlias = Callable[[Mapping[str, Any], object, Hits, Faults], None]


def generate_judge(rules: tuple[Rule, ...]) -> Judge:
    """Give a function that appends to ``hits`` the index of every rule whose ``when`` is true.

    Unknown is no hit. A rule that cannot be judged is appended to ``faults`` with its error.
    """
    lines = ["def judge(s, e, hits, faults):"]
    names: dict[str, Any] = {"EvaluationFault": EvaluationFault}
    for index, rule in enumerate(rules):
        if rule.when is None:
            lines.append(f"    hits.append({index})")
            continue
        names.update(rule.when.compiled.constants)
        lines += [
            "    try:",
            f"        if ({rule.when.compiled.source}) is True:",
            f"            hits.append({index})",
            "    except (EvaluationFault, ArithmeticError) as error:",
            f"        faults.append(({index}, error))",
        ]
    # Only text made by our own code generator from checked trees gets here, never a user's.
    exec(compile("\n".join(lines), "<rules>", "exec"), names)  # noqa: S102
    judge: Judge = names["judge"]
    return judge
