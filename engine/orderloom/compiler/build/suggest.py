"""``suggest``: where similar records are sought, and by which texts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from orderloom.compiler.build.select import build_select
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.record import GRAMS, RecordType
from orderloom.definition.suggest import Suggest

_UNFIT = ("order_by", "take", "sample", "seed")
TOP = 3


def build_suggest(
    draft: Draft, root: MapNode, record: RecordOutline, sight: Sight
) -> Suggest | None:
    """Build where similar records are sought; None, with findings, when that is not known."""
    node = reading.submap(root, "suggest")
    chosen = None if node is None else reading.submap(node, "from")
    if node is None or chosen is None:
        return None
    for key in _UNFIT:
        if key in chosen:
            draft.findings.error("OL074", chosen.keys[key].place, key=key)
    here = Setting(
        draft=draft, definition=f"record/{record.id}", path="suggest", record=record, sight=sight
    )
    select = build_select(draft, chosen, here)
    other = None if select is None else draft.outline.records.get(select.record)
    if select is None or other is None:
        return None
    on = tuple(_texts(draft, node, record, other))
    return Suggest(select=select, on=on, top=reading.number(node, "top", TOP))


def _texts(
    draft: Draft, node: MapNode, record: RecordOutline, other: RecordOutline
) -> Iterator[str]:
    """Give the fields to compare: both types must have them, and they must be texts."""
    for word in reading.words(node, "on"):
        for each in dict.fromkeys((record.id, other.id)):
            of = draft.outline.records[each]
            field = of.fields.get(word.text)
            if field is None and of.complete:
                places = {name: one.place for name, one in of.fields.items()}
                draft.unknown("OL205", word, places, record=of.id)
            elif field is not None and field.kind != "text":
                draft.findings.error(
                    "OL075", word.place, related=field.place, name=word.text, type=field.kind
                )
        yield word.text


def with_sought(records: Mapping[str, RecordType]) -> dict[str, RecordType]:
    """Let records be found by the texts by which they are sought."""
    found = dict(records)
    for record in records.values():
        suggest = record.suggest
        if suggest is None or suggest.select.record not in found:
            continue
        of = found[suggest.select.record]
        sought = tuple(name for name in of.fields if name in {*of.sought, *suggest.on})
        hides = any(of.fields[name].sensitive for name in sought)
        hidden = of.hidden_index | ({GRAMS} if hides else set())
        found[of.id] = replace(of, sought=sought, hidden_index=hidden)
    return found
