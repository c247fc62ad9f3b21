"""Text to a compiled expression."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from orderloom.expression.checker import Checker
from orderloom.expression.compiled import (
    Compiled,
    Evaluate,
    EvaluationFault,
    ExpressionInvalid,
    Written,
)
from orderloom.expression.context import Context
from orderloom.expression.emitter import Emitter
from orderloom.expression.faults import Faults
from orderloom.expression.gate import gate_of
from orderloom.expression.kinds import describe, fits
from orderloom.expression.limits import MAX_DEPTH
from orderloom.expression.parsing import parse
from orderloom.expression.reading import depth, paths, roots
from orderloom.expression.scope import Scope
from orderloom.expression.trouble import refuse
from orderloom.expression.truth import write_truth
from orderloom.expression.typed import Meaning, Root
from orderloom.expression.types import Type

__all__ = ["check_expression", "compile_expression", "compile_name"]

_SURELY_SHALLOW = 8
"""Code of so few levels has fewer brackets inside each other than Python's compiler takes."""


def check_expression(text: str, scope: Scope, *, expected: Type | None = None) -> Meaning:
    """Give the typed tree of ``text``.

    Args:
        text: One line of the expression language.
        scope: The names it may use.
        expected: The type its value must have; an integer may stand for a decimal.

    Raises:
        ExpressionInvalid: It means nothing; with every fault found.
    """
    faults = Faults()
    node = parse(text, faults)
    if node is None:
        raise ExpressionInvalid(faults.sorted())
    meaning = Checker(Context(scope, faults)).run(node)
    known = meaning is not None and expected is not None and not faults
    if known and meaning and expected and not fits(meaning.type, expected):
        facts = {"expected": describe(expected), "found": describe(meaning.type)}
        faults.add("OL378", node.start, node.end, **facts)
    if faults or meaning is None:
        raise ExpressionInvalid(faults.sorted())
    return meaning


def compile_expression(text: str, scope: Scope, *, expected: Type | None = None) -> Compiled:
    """Give ``text`` ready to run.

    Args:
        text: One line of the expression language.
        scope: The names it may use.
        expected: The type its value must have; an integer may stand for a decimal.

    Raises:
        ExpressionInvalid: It means nothing; with every fault found.
    """
    meaning = check_expression(text, scope, expected=expected)
    compiled = Compiled(
        text=text,
        type=meaning.type,
        meaning=meaning,
        paths={path: root.name for path, root, _ in paths(meaning)},
        volatile=any(root.binding.volatile for root in roots(meaning)),
        code=_Code(text, meaning),
    )
    if depth(meaning) > _SURELY_SHALLOW:
        compiled.evaluate, compiled.readers  # noqa: B018 - now: Python may refuse to compile them
    return compiled


class _Code(NamedTuple):
    """The code of a meaning; see ``compiled.Code``."""

    text: str
    meaning: Meaning

    def written(self) -> Written:
        emitter = Emitter()
        source = emitter.emit(self.meaning).source
        truth = write_truth(self.meaning)
        return Written(
            source=source,
            constants=emitter.constants | truth.constants,
            truth=truth.truth,
            gate=gate_of(self.meaning, emitter.constants),
        )

    def evaluate(self) -> Evaluate:
        emitter = Emitter()
        source = emitter.emit(self.meaning).source
        lines = [
            "def _f0(s, e):",
            " try:",
            f"  return {source}",
            " except _trouble:",
            "  _overflow()",
        ]
        return _functions(self.text, lines, 1, emitter.constants)[0]

    def reads(self) -> Sequence[Evaluate]:
        emitter = Emitter()
        lines: list[str] = []
        sources = {path: emitter.emit(node).source for path, _, node in paths(self.meaning)}
        for number, source in enumerate(sources.values()):
            lines += [
                f"def _f{number}(s, e):",
                " try:",
                f"  return {source}",
                " except _stopped:",
                "  return",
            ]
        return _functions(self.text, lines, len(sources), emitter.constants)


def compile_name(root: Root) -> Evaluate:
    """Give the function that reads a name of the scope."""
    return _Code(root.name, root).evaluate()


def _functions(
    text: str, lines: Sequence[str], number: int, constants: Mapping[str, object]
) -> list[Evaluate]:
    """Compile so many functions in one go; ``lines`` are generated, never typed in."""

    def overflow() -> None:
        refuse("OL394", 0, len(text))

    namespace: dict[str, object] = {
        **constants,
        "__builtins__": {},
        "_trouble": ArithmeticError,
        "_stopped": EvaluationFault,
        "_overflow": overflow,
    }
    try:
        code = compile("\n".join(lines), "<expression>", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        faults = Faults()
        faults.add("OL303", 0, len(text), limit=str(MAX_DEPTH))
        raise ExpressionInvalid(faults.sorted()) from None
    exec(code, namespace)  # noqa: S102 - only code that the emitter wrote
    return [namespace[f"_f{place}"] for place in range(number)]  # type: ignore[misc]
