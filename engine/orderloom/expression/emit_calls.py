"""Calls of functions, as generated code."""

from orderloom.expression.functions.model import Parameter
from orderloom.expression.kinds import kind
from orderloom.expression.typed import Call, Constant, Listing, Loop, Meaning
from orderloom.expression.writing import Piece, Writer


def emit_call(writer: Writer, node: Call) -> Piece:
    """Write a call: missing if an argument is, unless the function sees missing ones itself."""
    if node.function.name in {"has", "missing"}:
        return _presence(writer, node)
    pieces = [_argument(writer, p, node.arguments[p.name]) for p in node.function.parameters]
    name = f"_f_{node.function.name}"
    writer.constants[name] = node.function.run
    place = (str(node.start), str(node.end)) if node.function.located else ()
    if node.function.takes_missing:
        call = f"{name}({', '.join((*(piece.source for piece in pieces), *place))})"
        return pieces[0]._replace(
            source=call, nullable=not node.function.never_missing, simple=False, true=""
        )
    written = writer.present(pieces, lambda *names: f"{name}({', '.join((*names, *place))})")
    return written._replace(nullable=True)


def _argument(
    writer: Writer, parameter: Parameter, bound: "Meaning | tuple[Meaning, ...]"
) -> Piece:
    if isinstance(bound, tuple):
        sources = ", ".join(_one(writer, parameter, each).source for each in bound)
        return Piece(f"[{sources}]", nullable=False)
    return _one(writer, parameter, bound)


def _one(writer: Writer, parameter: Parameter, value: Meaning) -> Piece:
    piece = writer.emit(value)
    if isinstance(value, Constant) and value.value is None and _means_none(parameter):
        return piece._replace(nullable=False)
    if kind(value.type) == "list" and not isinstance(value, Listing | Loop | Constant):
        source = f"{writer.helper('_items')}({piece.source}, {value.start}, {value.end})"
        return piece._replace(source=source, simple=False)
    return piece


def _means_none(parameter: Parameter) -> bool:
    """Say whether None is what the parameter was left out or empty with."""
    return parameter.default is None or parameter.may_be_empty


def _presence(writer: Writer, node: Call) -> Piece:
    bound = node.arguments["x"]
    values = bound if isinstance(bound, tuple) else (bound,)
    has = node.function.name == "has"
    tests: list[str] = []
    for value in values:
        if isinstance(value, Constant):
            tests.append(str((value.value is not None and value.value != "") is has))
            continue
        piece = writer.emit(value)
        if kind(value.type) in {"text", "any"}:
            tests.append(f"{piece.source} {'not in' if has else 'in'} (None, '')")
        else:
            tests.append(f"{piece.source} {'is not' if has else 'is'} None")
    found = f"({' and '.join(tests)})"
    return Piece(found, nullable=False, true=found)
