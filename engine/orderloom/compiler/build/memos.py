"""The type of the engine's own records, for what it remembers of keys that are no records."""

from collections.abc import Collection, Mapping

from orderloom.definition.machine import Machine
from orderloom.definition.record import MEMO, STARTED, Field, RecordType
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place
from orderloom.expression import types

_NOWHERE = Place("", 0)
_IDENTITY = ("definition", "key")


def memos(
    records: Mapping[str, RecordType], machines: Mapping[str, Machine], rules: Collection[Rule]
) -> dict[str, RecordType]:
    """Give the type when something is to be remembered so, else nothing.

    Its keys are written hashed in a flow that has anything sensitive: any key may be that.
    """
    if not any(rule.once_per is not None for rule in rules):
        return {}
    fields = [field for each in records.values() for field in each.fields.values()]
    fields += [f for m in machines.values() for w in m.transitions for f in w.inputs.values()]
    hidden = any(field.sensitive for field in fields)
    own = {
        name: Field(name=name, kind="text", type=types.TEXT, place=_NOWHERE, sensitive=secret)
        for name, secret in zip(_IDENTITY, (False, hidden), strict=True)
    }
    shape = RecordType(
        id=MEMO,
        place=_NOWHERE,
        identity=_IDENTITY,
        fields=own,
        memory={STARTED: types.TIME},
        built_in=True,
    )
    return {MEMO: shape}
