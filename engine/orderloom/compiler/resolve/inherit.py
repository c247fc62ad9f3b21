"""``extends``: what a record type takes over from another."""

from collections.abc import Mapping
from dataclasses import replace

from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.built_in import CASE
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.outline import Declaration, RecordOutline


def inherited(
    records: Mapping[str, RecordOutline],
    declarations: Mapping[str, Declaration],
    findings: Findings,
) -> dict[str, RecordOutline]:
    """Give all record types, those that extend another with what they take over.

    Types that extend each other, or what there is not, stay as they are, with a finding.
    """
    found: dict[str, RecordOutline] = {}
    for name in records:
        _complete(name, (), records, declarations, found, findings)
    return {name: found[name] for name in records}


def _complete(  # noqa: PLR0913, PLR0917 - one walk along all types
    name: str,
    path: tuple[str, ...],
    records: Mapping[str, RecordOutline],
    declarations: Mapping[str, Declaration],
    found: dict[str, RecordOutline],
    findings: Findings,
) -> RecordOutline:
    if name in found:
        return found[name]
    own, declared = records[name], declarations.get(name)
    named = None if declared is None or own.built_in else reading.scalar(declared.root, "extends")
    if declared is None or named is None:
        found[name] = own
    elif named.text in (*path, name):
        chain = (*path, name)
        cycle = " → ".join((*chain[chain.index(named.text) :], named.text))
        findings.error("OL251", named.place, cycle=cycle)
        found[name] = own
    elif named.text not in records:
        places = {each: outline.place for each, outline in records.items()}
        findings.unknown("OL204", named.place, named.text, places)
        found[name] = replace(own, complete=False)
    else:
        base = _complete(named.text, (*path, name), records, declarations, found, findings)
        found[name] = found.get(name) or _extended(own, base, declared, named, findings)
    return found[name]


def _extended(
    own: RecordOutline,
    base: RecordOutline,
    declared: Declaration,
    named: ScalarNode,
    findings: Findings,
) -> RecordOutline:
    lineage = (base.id, *base.lineage)
    for name, field in own.fields.items():
        if name in base.fields:
            findings.error(
                "OL252", field.place, related=base.fields[name].place, name=name, base=base.id
            )
    if CASE in lineage and own.identity:
        findings.error("OL253", declared.root.keys["identity"].place, record=own.id)
    if not own.identity and not base.identity:
        findings.error("OL105", named.place, key="identity", where=own.id)
    replaced = {machine.field for machine in own.machines}
    kept = (machine for machine in base.machines if machine.field not in replaced)
    machines = sorted((*kept, *own.machines), key=lambda machine: machine.id)
    return replace(
        own,
        identity=base.identity if CASE in lineage else own.identity or base.identity,
        fields=dict(base.fields) | dict(own.fields),
        machines=tuple(machines),
        complete=own.complete and base.complete,
        computed=own.computed | base.computed,
        can_be_reached=own.can_be_reached or base.can_be_reached,
        lineage=lineage,
    )
