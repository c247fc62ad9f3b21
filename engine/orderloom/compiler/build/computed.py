"""In which order computed fields are computed, and whether there is one."""

from collections.abc import Mapping

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.record import Field
from orderloom.expression.compiled import Compiled


def followed(field: Field) -> tuple[Compiled, ...]:
    """Give the expressions that keep a field up to date: ``compute``, or those of ``match``."""
    if field.compute is not None:
        return (field.compute,)
    return tuple(each.compiled for each in field.match if each.compiled is not None)


def computing_order(draft: Draft, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Give fields that follow others so that each reads only earlier ones; a cycle is a finding.

    They are the computed ones and references with ``match``.
    """
    reads = {
        name: [read.root for each in of for read in each.reads]
        for name, field in fields.items()
        if (of := followed(field)) or field.match
    }
    order: list[str] = []
    for name in reads:
        cycle = _visit(name, reads, order, ())
        if cycle:
            place = fields[cycle[0]].place
            draft.findings.error("OL411", place, cycle=" → ".join(cycle))
            return ()
    return tuple(order)


def _visit(
    name: str, reads: Mapping[str, list[str]], order: list[str], path: tuple[str, ...]
) -> tuple[str, ...]:
    """Put ``name`` behind what it reads; gives a cycle through it, or nothing."""
    if name in path:
        return (*path[path.index(name) :], name)
    if name in order:
        return ()
    for root in reads[name]:
        cycle = _visit(root, reads, order, (*path, name)) if root in reads else ()
        if cycle:
            return cycle
    order.append(name)
    return ()
