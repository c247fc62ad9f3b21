"""Definitions drawn from the JSON Schemas: a construct that enters them is generated at once.

The schemas give the shape; ``vocabulary`` gives words that have a chance to mean something.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from tests.definitions.fuzz.skeleton import MACHINE
from tests.definitions.fuzz.vocabulary import (
    CASE,
    EVENTS,
    NAMES,
    ORDER,
    expressions,
    texts,
    values,
)

Draw = Any
_STANDING = frozenset(
    {"flow", "role", "connection", "record", "mapping", "machine", "test", "table", "stock"}
)
_DEEPEST = 6
_KEYS: Mapping[str, Sequence[str]] = {
    "set": tuple(ORDER),
    "create": ("note", "qty"),
    "open_case": tuple(CASE),
    "notify": ("x", "y"),
    "ends": ("order.tagged", "order.status.paid", "order.vip.changed"),
}
_LINE = {
    "sku": st.sampled_from(["A", "=address", "=qty"]),
    "quantity": st.sampled_from(["2", "=qty", "=amount", "many"]),
    "place": st.sampled_from(["SH", "BJ", "=address"]),
}


@cache
def schema(file: str) -> Mapping[str, Any]:
    """Read one of the schemas."""
    text = files("orderloom_definitions").joinpath("schema", file).read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def kinds() -> list[str]:
    """List the kinds that are generated: all that the schemas admit but those that stand."""
    admitted = schema("definition.json")["properties"]["kind"]["enum"]
    return [kind for kind in admitted if kind not in _STANDING]


@st.composite
def definitions(draw: Draw) -> list[dict[str, Any]]:
    """Give some definitions to add to the skeleton, and its machine with actions of its own."""
    walk = _Walk(draw)
    machine = deepcopy(dict(MACHINE))
    for state in machine["states"].values():
        keys = ("enter", "leave") if state else ("enter", "leave", "later")
        state.update(walk.some(schema("machine.json")["$defs"]["state"], keys))
    for transition in machine["transitions"].values():
        shape = schema("machine.json")["$defs"]["transition"]
        transition.update(walk.some(shape, ("when", "automatic", "do", "via", "undo")))
        if "via" in transition:
            transition.update(walk.some(shape, ("else",)))
    messages = [walk.definition("message", name) for name in NAMES["notify"]]
    playbooks = [walk.definition("playbook", name) for name in NAMES["run"]]
    schedule = walk.definition("schedule", "rounds") | {"every": "1h", "catch_up": "each"}
    schedule.pop("at", None)
    schedule.pop("each", None)
    if draw(st.booleans()):
        schedule["each"] = {"record": "order"}
    others = [walk.definition(draw(st.sampled_from(kinds()))) for _ in range(draw(_COUNT))]
    return [machine, *messages, *playbooks, schedule, *others, draw(drawn_tables())]


_COUNT = st.integers(2, 8)


@st.composite
def drawn_tables(draw: Draw) -> dict[str, Any]:
    """Give the table ``drawn`` that expressions read: bands side by side, now and then not."""
    ends = sorted(draw(st.lists(st.integers(-9, 99), min_size=1, max_size=6, unique=True)))
    bands = [f"..{ends[0]}", *(f"{a}..{b}" for a, b in pairwise(ends)), f"{ends[-1]}.."]
    picked = draw(st.lists(st.sampled_from(bands), max_size=9, unique=draw(_MOSTLY)))
    made = {"kind": "table", "id": "drawn", "hit": draw(st.sampled_from(["unique", "first"]))}
    made["columns"] = {"qty": {"type": "integer", "match": "band"}, "gives": "decimal"}
    made["rows"] = [{"qty": band} | draw(_GIVES) for band in picked]
    return made | ({"else": draw(_GIVES)} if draw(st.booleans()) else {})


_MOSTLY = st.sampled_from([True, True, True, False])
_GIVES = st.sampled_from([{}, {"gives": "0"}, {"gives": "80%"}, {"gives": "9999999999999999.99"}])


class _Walk:
    """One walk through schemas, drawing at each turn."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._number = 0

    def definition(self, kind: str, name: str | None = None) -> dict[str, Any]:
        """Give a definition of a kind."""
        self._number += 1
        file = f"{kind}.json"
        found: dict[str, Any] = self._object(schema(file), file, (kind,))
        found |= {"record": "order"} if "record" in schema(file)["properties"] else {}
        found = _fitting(found) if kind == "rule" else found
        found.pop("facts", None)
        return found | {"kind": kind, "id": name or f"{kind}_{self._number}"}

    def some(self, shape: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
        """Give some of the keys of a shape of machines."""
        return {
            key: self._value(shape["properties"][key], "machine.json", (key,))
            for key in keys
            if self._draw(st.integers(0, 2)) == 2
        }

    def _value(self, shape: Mapping[str, Any], file: str, spot: tuple[str, ...]) -> Any:
        if "$ref" in shape:
            return self._referred(shape, file, spot)
        for word in ("const", "enum"):
            if word in shape:
                choices = shape["enum"] if word == "enum" else [shape["const"]]
                return self._draw(st.sampled_from(choices))
        if "if" in shape and "properties" not in shape and "then" in shape:
            branch = "then" if self._draw(st.booleans()) else "else"
            return self._value(shape.get(branch, {}), file, spot)
        return self._plain(shape, file, spot)

    def _plain(self, shape: Mapping[str, Any], file: str, spot: tuple[str, ...]) -> Any:
        match shape.get("type"):
            case "object":
                return self._object(shape, file, spot)
            case "array":
                most = 1 if len(spot) > _DEEPEST else 2
                count = self._draw(st.integers(shape.get("minItems", 0), most))
                return self._items(shape, file, spot, count)
            case "boolean":
                return self._draw(st.booleans())
            case "integer":
                return self._draw(st.integers(-2, 9))
            case _:
                return self._draw(st.sampled_from(["red", "1", "30m"]))

    def _items(
        self, shape: Mapping[str, Any], file: str, spot: tuple[str, ...], count: int
    ) -> list[Any]:
        if not shape.get("x-else-last"):
            return [self._value(shape["items"], file, spot) for _ in range(count)]
        branch = schema("actions.json")["$defs"]["choice"]
        return [
            *(self._object(branch["else"], "actions.json", spot) for _ in range(count)),
            self._object({**branch["then"], "required": ["else"]}, "actions.json", spot),
        ]

    def _referred(self, shape: Mapping[str, Any], file: str, spot: tuple[str, ...]) -> Any:
        target, _, path = shape["$ref"].partition("#/$defs/")
        target = target or file
        word = self._word(target, path, spot)
        if word is not None:
            return self._draw(word)
        found = schema(target)["$defs"][path] if path else schema(target)
        if (target, path) == ("actions.json", "actions") and len(spot) > _DEEPEST:
            return []
        if (target, path) == ("actions.json", "action"):
            return self._action(spot)
        return self._value(
            {**found, **{k: v for k, v in shape.items() if k != "$ref"}}, target, spot
        )

    def _action(self, spot: tuple[str, ...]) -> dict[str, Any]:
        verbs = [each["required"][0] for each in schema("actions.json")["$defs"]["action"]["oneOf"]]
        verbs = [verb for verb in verbs if verb not in _UNREACHED]
        if len(spot) > _DEEPEST - 2:
            verbs = [verb for verb in verbs if verb not in {"choose", "for_each"}]
        verb = self._draw(st.sampled_from(verbs))
        return self._object(schema("actions.json")["$defs"][verb], "actions.json", (*spot, verb))

    def _object(self, shape: Mapping[str, Any], file: str, spot: tuple[str, ...]) -> dict[str, Any]:
        properties = shape.get("properties", {}) | shape.get("else", {}).get("properties", {})
        wanted = list(shape.get("required", ()))
        optional = [key for key in properties if key not in {*wanted, "kind", "id", "note"}]
        wanted += [key for key in optional if self._draw(st.integers(0, 3)) == 3]
        wanted += {"create": ["with"], "call": ["once"], "move": ["to"]}.get(spot[-1], [])
        needs = shape.get("dependentRequired", {})
        if len(spot) > _DEEPEST - 3:
            wanted = [key for key in wanted if key not in needs]
        for key in wanted:  # those that are added are looked at in their turn
            wanted += [other for other in needs.get(key, ()) if other not in wanted]
        wanted = list(
            dict.fromkeys(each for each in wanted if (spot[-1], each) != ("fire", "with"))
        )
        one_of = [each["required"][0] for each in shape.get("oneOf", ()) if "required" in each]
        one_of = [each for each in one_of if each not in _UNREACHED]
        if one_of:
            wanted = [each for each in wanted if each not in one_of]
            wanted.append(self._draw(st.sampled_from(one_of)))
        wanted += [each for each in _needed_without(shape, wanted) if each not in wanted]
        if shape.get("minProperties") and not wanted and optional:
            wanted.append(self._draw(st.sampled_from(optional)))
        found = {key: self._value(properties[key], file, (*spot, key)) for key in wanted}
        more = shape.get("additionalProperties", False)
        if isinstance(more, Mapping):
            found |= self._map(shape, more, file, spot)
        return found

    def _map(
        self, shape: Mapping[str, Any], more: Mapping[str, Any], file: str, spot: tuple[str, ...]
    ) -> dict[str, Any]:
        pool = _KEYS.get(spot[-2] if spot[-1] == "with" else spot[-1], ("reason", "weight"))
        keys = self._draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
        keys += ["number"] if spot[-2:] == ("create", "with") else []
        return {key: self._value(more, file, (*spot, key)) for key in keys}

    def _word(self, file: str, path: str, spot: tuple[str, ...]) -> st.SearchStrategy[Any] | None:
        """Give what has a chance to mean something at ``spot``; None to follow the schema."""
        key = spot[-1]
        words: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
            "field": lambda: st.sampled_from(["text", "integer", "money", "decimal"]),
            "name": lambda: st.sampled_from(NAMES.get(key, NAMES["id"])),
            "names": lambda: st.sampled_from(NAMES.get(key, NAMES["id"])),
            "operation": lambda: _ASKED[spot[0] == "via"],
            "event": lambda: st.sampled_from(EVENTS),
            "expression": lambda: expressions("boolean"),
            "reason": lambda: expressions("boolean"),
            "reasons": lambda: expressions("boolean"),
            "value": lambda: _CALLED[key] if key in _CALLED else values(key),
            "title": lambda: texts() if spot[0] == "message" else _SAID,
            "text": lambda: _TEXTS.get(key, _SAID),
            "stock_line": lambda: st.fixed_dictionaries(_LINE),
            "texts": lambda: st.sampled_from(_RANKS if key == "prefer" else _SORTS),
            "clock": lambda: st.sampled_from(["21:00", "02:30"]),
            "duration": lambda: st.sampled_from(["30m", "1h", "48h", "7d"]),
            "zone": lambda: st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC"]),
        }
        return words[path]() if path in words else None


_OF_LASTING = ("for", "until", "keep_for", "no_data", "recovered", "repeat_every")
_OF_EVENTS = ("when", "once_per")
_OF_OTHERS = ("per", "inhibited_by", "overrides")
"""They need figures and rules of a name that no other definition has by chance."""


def _fitting(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a rule the keys that mean nothing beside those it has."""
    others = _OF_EVENTS if "while" in rule else _OF_LASTING
    fitting = {key: rule[key] for key in rule if key not in (*others, *_OF_OTHERS)}
    if "quiet" in fitting:
        fitting["quiet"] = [{"between": "21:00-02:30"}]
    if "brake" in fitting:
        fitting["brake"] = {"records": 1, "within": "1h"}
    return fitting


def _needed_without(shape: Mapping[str, Any], wanted: Sequence[str]) -> Sequence[str]:
    """Give the keys that a shape needs because another is not there."""
    absent: Sequence[str] = shape.get("if", {}).get("not", {}).get("required", ())
    if not absent or set(absent) <= set(wanted):
        return ()
    needed: Sequence[str] = shape["then"].get("required", ())
    return needed


_ASKED = {
    False: st.sampled_from(["out.notify", "source.notify", "store.take", "stores.take"]),
    True: st.sampled_from(["store.take", "source.take"]),
}
_CALLED = {
    "once": st.sampled_from(["first", "second", "=number"]),
    "skip": st.sampled_from(["=source", "out"]),
}
_UNREACHED = frozenset(("send", "use", "emit"))
"""Outbound mappings stand in the skeleton; it has no plugin and no event of its own."""
_SORTS = ("-amount", "lane", "qty")
_RANKS = ("fewest", "=place.rank", "=place.rank * amount")
_SAID = st.sampled_from(["今日", "today"])
_TEXTS: Mapping[str, st.SearchStrategy[Any]] = {
    "to": st.sampled_from(["lead", "=phone", "=address", "=customer.tier"]),
    "label": st.sampled_from(["red", "green", "今日"]),
    "of": st.sampled_from(['=record("order", number)', '=record("order", "A")', "=this"]),
    "lines": st.sampled_from(["=lines", "=labels"]),
    "for_each": st.sampled_from(["=lines", "=labels", "=[qty, 3]"]),
}
