"""What jsonschema finds, said as diagnostics: one for each fault, at its own place."""

import re
from collections.abc import Callable, Iterable
from zoneinfo import available_timezones

from orderloom.compiler.node import Document, ListNode, MapNode, ScalarNode
from orderloom.compiler.schema_formats import names_a_place
from orderloom.compiler.schema_places import Spot, find_spot
from orderloom.compiler.schema_validator import SchemaFault
from orderloom.diagnostics import Diagnostic, Place
from orderloom.expression.currencies import MINOR_UNITS
from orderloom.expression.faults import shown
from orderloom.names import is_name, nearest

SpotPath = tuple[str | int, ...]

MAX_FINDINGS = 100
_FEW = 8
_LONGEST = 100

_FORMATS = {
    "name": "OL110",
    "zone": "OL111",
    "currency": "OL112",
    "event": "OL113",
    "operation": "OL141",
    "language": "OL115",
    "separator": "OL116",
    "example": "OL118",
    "duration": "OL119",
    "wire-place": "OL139",
    "wire-spot": "OL139",
    "rate": "OL140",
    "clock": "OL128",
}
_TYPES = {
    "object": "OL121",
    "array": "OL122",
    "boolean": "OL123",
    "integer": "OL124",
    "null": "OL125",
    "string": "OL120",
}
_YES = frozenset({"yes", "on", "y", "1", "t", "true", "是"})
_NO = frozenset({"no", "off", "n", "0", "f", "false", "否"})
_KEYS_OF_ALL_VERBS = frozenset({"when", "as", "else", "of", "then", "with"})
_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Messages:
    """The findings of one definition, gathered error by error."""

    def __init__(self, document: Document, kind: str) -> None:
        self._document = document
        self._kind = kind
        self._found: dict[tuple[Place, str], Diagnostic] = {}
        self._missing: dict[tuple[SpotPath, str], Diagnostic] = {}
        self._misspelt: set[tuple[SpotPath, str]] = set()
        self._verbs: set[Place] = set()

    def diagnostics(self) -> list[Diagnostic]:
        """Give what was found, by position, and nothing that only follows from it.

        Verbs that clash are not also unknown keys; a key that was misspelt is not also missing.
        """
        found = [
            each
            for each in self._found.values()
            if each.code != "OL103" or each.place not in self._verbs
        ]
        found += [each for key, each in self._missing.items() if key not in self._misspelt]
        return sorted(found, key=lambda each: each.place)

    def is_full(self) -> bool:
        """Say whether there are more findings than anybody reads."""
        return len(self._found) + len(self._missing) > MAX_FINDINGS

    def explain(self, fault: SchemaFault) -> None:
        """Take one fault over."""
        spot = find_spot(self._document, self._kind, fault.path)
        if fault.in_key:
            self._format(spot.key_place(str(fault.found)), fault)
            return
        explanations: dict[str, Callable[[Spot, SchemaFault], None]] = {
            "additionalProperties": self._unknown_keys,
            "required": self._missing_keys,
            "dependentRequired": self._dependent_keys,
            "oneOf": self._exclusive_keys,
            "x-else-last": self._misplaced_else,
            "not": self._misplaced_key,
            "minimum": self._least,
            "maximum": self._most,
            "minItems": self._empty,
            "minLength": self._empty,
            "minProperties": self._empty,
        }
        explanations.get(fault.keyword, self._value)(spot, fault)

    def _find(self, code: str, place: Place, **facts: str) -> None:
        found = Diagnostic(code=code, place=place, facts=facts)
        self._found.setdefault((place, code), found)

    def _unknown_keys(self, spot: Spot, fault: SchemaFault) -> None:
        known, planned = tuple(fault.schema["properties"]), fault.schema.get("x-planned", ())
        for key in _keys(spot):
            place = spot.key_place(key)
            if key in planned:
                self._find("OL104", place, key=key)
            elif key not in known:
                guess = _guess(key, known)
                if self.is_full():
                    return
                self._misspelt.add((fault.path, guess["nearest"]))
                self._find("OL103", place, key=shown(key), where=spot.label, **guess)

    def _missing_keys(self, spot: Spot, fault: SchemaFault) -> None:
        for key in fault.wanted:
            if key not in _keys(spot):
                facts = {"key": key, "where": spot.label}
                self._missing[fault.path, key] = Diagnostic(
                    code="OL105", place=spot.owner_place(), facts=facts
                )

    def _dependent_keys(self, spot: Spot, fault: SchemaFault) -> None:
        present = _keys(spot)
        for key, others in fault.wanted.items():
            for missing in others:
                if key in present and missing not in present:
                    self._find("OL117", spot.key_place(key), key=key, missing=missing)

    def _exclusive_keys(self, spot: Spot, fault: SchemaFault) -> None:
        """Exactly one of some keys must be there; of an action they are the verbs."""
        known = [key for option in fault.wanted for key in option["required"]]
        is_action = "properties" not in fault.schema and "x-planned" in fault.schema
        present = [key for key in _keys(spot) if key in known]
        if not present and is_action:
            self._no_verb(spot, fault, known)
        elif not present:
            place = spot.owner_place()
            self._find("OL134", place, where=spot.label, known=", ".join(known))
        elif len(present) == 1:
            wanted = next(
                each["required"] for each in fault.wanted if present[0] in each["required"]
            )
            missing = next((key for key in wanted if key not in present), present[0])
            self._find("OL117", spot.key_place(present[0]), key=present[0], missing=missing)
        else:
            self._verbs.update(spot.key_place(key) for key in present)
            first, second = present[:2]
            code, place = ("OL131" if is_action else "OL135"), spot.key_place(second)
            self._find(code, place, where=spot.label, first=first, second=second)

    def _no_verb(self, spot: Spot, fault: SchemaFault, known: list[str]) -> None:
        unknown = [key for key in _keys(spot) if key not in _KEYS_OF_ALL_VERBS]
        planned = [key for key in unknown if key in fault.schema["x-planned"]]
        if planned:
            self._find("OL104", spot.key_place(planned[0]), key=planned[0])
        elif unknown:
            key, place = unknown[0], spot.key_place(unknown[0])
            self._find("OL132", place, key=shown(key), **_guess(key, known, few=len(known)))
        else:
            place = spot.owner_place()
            self._find("OL130", place, where=spot.label, known=", ".join(known))

    def _misplaced_else(self, spot: Spot, fault: SchemaFault) -> None:
        if isinstance(spot.node, MapNode) and "else" in spot.node:
            branches = find_spot(self._document, self._kind, fault.path[:-1]).node
            last = branches.items[-1] if isinstance(branches, ListNode) else None
            if isinstance(last, MapNode) and "else" in last:
                place, first = last.keys["else"].place, spot.key_place("else")
                second = Diagnostic(code="OL133", place=place, related=first)
                self._found.setdefault((place, "OL133"), second)
            else:
                self._find("OL137", spot.key_place("else"))
        else:
            self._find("OL136", spot.owner_place())

    def _misplaced_key(self, spot: Spot, fault: SchemaFault) -> None:
        """A key that other definitions of this kind have, but not beside this type or format."""
        parent = find_spot(self._document, self._kind, fault.path[:-1]).node
        other = ""
        if isinstance(parent, MapNode):
            said = parent.get("type") or parent.get("format")
            other = said.text if isinstance(said, ScalarNode) else ""
        self._find("OL106", spot.owner_place(), key=spot.label, other=other)

    def _empty(self, spot: Spot, _: SchemaFault) -> None:
        self._find("OL114", spot.value_place(), where=spot.label)

    def _least(self, spot: Spot, fault: SchemaFault) -> None:
        found = spot.node.text if isinstance(spot.node, ScalarNode) else ""
        self._find(
            "OL127",
            spot.value_place(),
            where=spot.label,
            least=str(fault.wanted),
            found=shown(found),
        )

    def _most(self, spot: Spot, fault: SchemaFault) -> None:
        found = spot.node.text if isinstance(spot.node, ScalarNode) else ""
        self._find(
            "OL142",
            spot.value_place(),
            where=spot.label,
            most=str(fault.wanted),
            found=shown(found),
        )

    def _format(self, place: Place, fault: SchemaFault) -> None:
        name, found = str(fault.wanted), str(fault.found)
        facts = {"found": shown(found)}
        if name == "name":
            facts["mend"] = _as_name(found)
        elif name == "zone":
            facts["nearest"] = _nearest(found, filter(names_a_place, available_timezones()))
        elif name == "currency":
            facts["nearest"] = _nearest(found, MINOR_UNITS)
        self._find(_FORMATS[name], place, **facts)

    def _value(self, spot: Spot, fault: SchemaFault) -> None:
        """A value of the wrong type, or none of the known ones."""
        place, where = spot.value_place(), spot.label
        if fault.found is None or fault.found == "":
            self._find("OL114", place, where=where)
        elif fault.keyword == "type":
            self._type(spot, fault.wanted)
        elif not isinstance(fault.found, str):
            self._find("OL120", place, where=where)
        elif fault.keyword == "format":
            self._format(place, fault)
        else:
            self._choice(place, where, fault)

    def _type(self, spot: Spot, wanted: str | list[str]) -> None:
        found = spot.node.text if isinstance(spot.node, ScalarNode) else "…"
        facts = {"where": spot.label, "found": shown(found)}
        if wanted == "boolean":
            facts["mend"] = _as_boolean(found)
        if isinstance(wanted, str):
            code = _TYPES[wanted]
        else:
            code = "OL126" if "array" in wanted else "OL120"
        self._find(code, spot.value_place(), **facts)

    def _choice(self, place: Place, where: str, fault: SchemaFault) -> None:
        known, found = fault.wanted, str(fault.found)
        if found in fault.schema.get("x-planned", ()):
            self._find("OL108", place, found=found, where=where)
        else:
            guess = _guess(found, known)
            self._find("OL107", place, found=shown(found), where=where, **guess)


def _keys(spot: Spot) -> tuple[str, ...]:
    return tuple(spot.node) if isinstance(spot.node, MapNode) else ()


def _guess(word: str, known: Iterable[str], few: int = _FEW) -> dict[str, str]:
    """Give the facts for hints: the nearest right spelling, and all of them when few."""
    names = tuple(known)
    listed = ", ".join(names) if len(names) <= few else ""
    return {"nearest": _nearest(word, names), "known": listed}


def _nearest(word: str, known: Iterable[str]) -> str:
    # Comparing is not cheap, and nothing endless is a slip of the finger.
    return (nearest(word, known) or "") if len(word) <= _LONGEST else ""


def _as_name(text: str) -> str:
    """Give ``text`` as it would be written as a name, empty when little of it would be left."""
    lower = _WORD_BEGINS.sub("_", text).lower()
    mend = _NOT_IN_NAMES.sub("_", lower).strip("_")
    return mend if is_name(mend) and len(mend) * 2 > len(text) else ""


def _as_boolean(text: str) -> str:
    if text.lower() in _YES:
        return "true"
    return "false" if text.lower() in _NO else ""
