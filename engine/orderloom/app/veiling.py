"""What decisions hold, as one who may not see everything is told it.

What is not known to be harmless is left out: an effect of a kind that is new here tells a viewer
with less than the whole record no more than that it was there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from orderloom.definition.flow import Flow
from orderloom.sight.glimpse import Glimpse
from orderloom.sight.masking import MASK
from orderloom.sight.seeing import Sight

Document = Mapping[str, object]
Find = Callable[[object], Glimpse | None]
"""Record id to what is seen of that record."""

VEILED = "veiled"
_HEAD = ("message", "position", "record", "record_id", "cause")
_SEGMENT = re.compile(r"[^.\[\]\s]+")
_TELLING_FACTS = frozenset({"value", "key", "found", "names", "was", "is"})
"""Facts of reasons that tell what stands in a record."""
_BY_PATH = frozenset(
    {"judged", "branch_began", "branch_ended", "ambiguous", "timer_fired", "lasted", "spared"}
)
"""Effects whose ``values`` are by the path at which a condition read them."""
_GOODS = "stock"
"""The effect on goods: who sees all of the record sees its lines, and goods are no record's."""
_TO_SOMEBODY = frozenset({"notified", "delayed", "joined"})
"""Effects whose ``to`` is a role, or an address that is masked."""
_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "created": ("key", "case", "about"),
        "kept": ("key",),
        "case_joined": ("case", "case_id"),
        "asked": ("approval", "title", "roles", "again"),
        "decided": ("verdict", "title", "who"),
        "notified": ("sends", "medium", "missing", "call", "to"),
        "suppressed": ("sends", "reason"),
        "delayed": ("sends", "to", "due", "reason"),
        "joined": ("sends", "into", "to"),
        "bounced": ("sends", "call", "error"),
        "called": ("connection", "operation", "call"),
        "pushed": ("mapping", "connection", "operation", "fields", "call"),
        "unpushed": ("mapping", "connection", "echo"),
        "withheld": ("connection", "operation", "also"),
        "answered": ("connection", "operation", "outcome", "call", "error"),
        "refused": ("action", "reasons"),
        "faulted": ("code",),
        "judged": ("on", "branch"),
        "playbook_run": ("playbook",),
        "emitted": ("event",),
        "used": ("action",),
        "spread": ("of", "number", "job", "most"),
        "steered": ("job", "definition", "to", "number", "all"),
        "branch_began": ("tree", "branch", "on", "again"),
        "branch_ended": ("tree", "branch", "on"),
        "ambiguous": ("tree", "branch", "also", "on"),
        "timer_set": ("timer", "due"),
        "timer_cancelled": ("timer", "due"),
        "timer_fired": ("timer", "hit"),
        "ticked": ("schedule", "due", "missed"),
        "lasted": ("rule", "step", "due"),
        "spared": ("rule", "on", "reason"),
        "parked": ("definition", "list", "number", "within"),
        "released": ("definition", "list", "decision"),
        "archived": ("back",),
        "erased": (),
        "timer_overdue": ("timer", "due"),
        "placed": ("stock", "places", "choice"),
        "deployed": ("version", "digest", "how", "number"),
    }
)
"""What is told of effects to those who do not see all: names out of definitions, ids, numbers."""
_OF_A_FIELD: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        ("set", "moved", "migrated", "finishes", "overruled", "conflict", "proposed", "declined"),
        "field",
    )
    | {"renamed": "into"}
    | dict.fromkeys(("tagged", "untagged"), "tags")
    | dict.fromkeys(("held", "unheld"), "holds")
)
"""Effects that are told whole or not at all, as the field is seen that they are about."""


class Veil:
    """Takes out of documents what a viewer may not see.

    Args:
        flow: The flow.
        sight: What the viewer sees.
        find: Gives the record of an id as the viewer sees it.
    """

    def __init__(self, flow: Flow, sight: Sight, find: Find) -> None:
        self._flow = flow
        self._sight = sight
        self._find = find

    def effects(self, effects: Sequence[Document], about: object = None) -> list[Document]:
        """Give effects; one of which nothing may be told says no more than whose doing it is.

        ``about`` is the id of the record concerned where an effect, as the journal has it, names
        none.
        """
        return [self._effect(each, about) for each in effects]

    def _effect(self, effect: Document, about: object) -> Document:
        if self._sight.is_everything:
            return effect
        glimpse = self._glimpse(effect, about)
        kind = str(effect["effect"])
        if glimpse is None:
            return _veiled(effect)
        if kind == _GOODS:
            return effect if glimpse.is_whole else _veiled(effect)
        if (of := self._field(effect, kind)) is not None:
            return effect if glimpse.manner(of) != "hide" else _veiled(effect)
        if kind not in _PARTS:
            return _veiled(effect)
        return self._told(effect, kind, glimpse)

    def reasons(self, reasons: Sequence[Document], about: object) -> list[Document]:
        """Give reasons of a refusal; ``about`` is the id of the record concerned."""
        if self._sight.is_everything:
            return list(reasons)
        glimpse = self._find(about)
        return [self._reason(each, glimpse) for each in reasons]

    def faults(self, faults: object, record_type: str) -> list[Document]:
        """Give why an item was not taken: what stood in it only where its field is seen."""
        outline = self._sight.outline(record_type)
        return [
            each
            if outline is not None and outline.is_whole
            else {**each, "value": None, "facts": {}}
            for each in _list(faults)
        ]

    def _glimpse(self, effect: Document, about: object) -> Glimpse | None:
        of = effect.get("record_id", about)
        if of is None:
            return self._sight.anywhere(str(effect.get("record") or ""))
        return self._find(of)

    def _field(self, effect: Document, kind: str) -> str | None:
        """Name the field that an effect is about, None when it is about no single one."""
        if kind == "unexpected":
            machine = self._flow.machines.get(str(effect.get("machine")))
            return "" if machine is None else machine.field
        of = _OF_A_FIELD.get(kind)
        return str(effect.get(of)) if of in ("field", "into") else of

    def _told(self, effect: Document, kind: str, glimpse: Glimpse) -> Document:
        told = {name: effect[name] for name in ("effect", *_HEAD, *_PARTS[kind]) if name in effect}
        if kind in _BY_PATH:
            told["values"] = self._values(effect.get("values"), glimpse)
        elif "values" in effect:
            told["values"] = {}
        if "result" in effect:
            told["result"] = {}
        if "facts" in effect:
            told["facts"] = {}
        if "key" in told:
            told["key"] = self._key(str(told["key"]), kind, glimpse)
        if "to" in told and kind in _TO_SOMEBODY and not str(told["to"]).startswith("role:"):
            told["to"] = MASK
        if "reasons" in told:
            told["reasons"] = [self._reason(each, glimpse) for each in _list(told["reasons"])]
        return told

    def _key(self, key: str, kind: str, glimpse: Glimpse) -> str:
        """Give an identity; what was there already may be of another type."""
        return MASK if kind == "kept" and self._sight.unseen_names() else glimpse.key(key)

    def _reason(self, reason: Document, glimpse: Glimpse | None) -> Document:
        facts = _mapping(reason.get("facts"))
        field = facts.get("field")
        is_open = glimpse is not None and (field is None or glimpse.manner(str(field)) != "hide")
        told = {
            name: each
            for name, each in facts.items()
            if is_open and (name not in _TELLING_FACTS or not self._sight.unseen_names())
        }
        values = reason.get("values")
        seen = None if values is None else self._values(values, glimpse)
        return {**reason, "facts": told, "values": seen}

    def _values(self, values: object, glimpse: Glimpse | None) -> dict[str, object]:
        if glimpse is None:
            return {}
        return {
            path: value
            for path, value in _mapping(values).items()
            if self._is_seen(str(path), glimpse)
        }

    def _is_seen(self, path: str, glimpse: Glimpse) -> bool:
        """Say whether what stands at a path is seen: too little may be, never too much.

        Only paths from the record itself are known to lead nowhere else: what an event or a
        figure tells may be made of anything.
        """
        unseen = self._sight.unseen_names()
        if not unseen:
            return True
        root, *inside = _SEGMENT.findall(path.removeprefix("old.")) or [""]
        if not _is_own(glimpse, root) or glimpse.manner(root) == "hide":
            return False
        return unseen.isdisjoint(inside)


def _is_own(glimpse: Glimpse, name: str) -> bool:
    shape = glimpse.record
    return name in shape.fields or name.removesuffix("_since") in shape.state_fields


def _veiled(effect: Document) -> Document:
    return {"effect": VEILED} | {name: effect[name] for name in _HEAD if name in effect}


def _list(value: object) -> Sequence[Document]:
    return value if isinstance(value, list | tuple) else ()


def _mapping(value: object) -> Document:
    return value if isinstance(value, Mapping) else {}
