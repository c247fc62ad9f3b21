"""What people of certain roles see: asked for one record at a time."""

from collections.abc import Iterable, Mapping
from typing import Any

from orderloom.definition.flow import Flow
from orderloom.definition.record import RecordType, is_own
from orderloom.definition.role import Role, See
from orderloom.expression.trouble import TROUBLE
from orderloom.flow.surroundings import Surroundings
from orderloom.sight.glimpse import Glimpse

_ASKED = "roles"
"""The field of an approval that names those who are asked."""


class Sight:
    """What people see who have all of some roles: of each record the most that any allows.

    Args:
        flow: The flow.
        roles: Their ids, those that they include among them; None: whoever runs the flow, who
            sees every record and masks of what is sensitive.
    """

    def __init__(self, flow: Flow, roles: Iterable[str] | None) -> None:
        self._flow = flow
        self._roles = None if roles is None else sorted(set(roles))
        self._sees: dict[str, tuple[See, ...]] = {}
        self._unseen: frozenset[str] | None = None

    @property
    def is_everything(self) -> bool:
        """Say whether no record and no field is left out; what is sensitive is masked even so."""
        return self._roles is None

    def sees(self, record_type: str) -> tuple[See, ...]:
        """Give the words about a record type: of each role the one that is nearest to it."""
        found = self._sees.get(record_type)
        if found is None:
            found = self._sees[record_type] = tuple(self._about(record_type))
        return found

    def glimpse(
        self, record_type: str, values: Mapping[str, Any], around: Surroundings
    ) -> Glimpse | None:
        """Give a record as it is seen, or None where it is not.

        Args:
            record_type: Its type.
            values: Its values, unabridged.
            around: What conditions see besides, ``user`` and ``records`` above all.
        """
        shape = self._flow.records.get(record_type)
        if shape is None or is_own(record_type):
            return None
        admitted = [each for each in self.sees(record_type) if _holds(each, values, around)]
        if self._is_asked(shape, values):
            admitted.append(See(record=record_type, place=shape.place))
        return Glimpse(record=shape, sees=tuple(admitted)) if admitted else None

    def outline(self, record_type: str) -> Glimpse | None:
        """Give what is seen of every record of a type, whatever it is like; None: nothing."""
        shape = self._flow.records.get(record_type)
        if shape is None or is_own(record_type):
            return None
        sees = tuple(each for each in self.sees(record_type) if each.where is None)
        return Glimpse(record=shape, sees=sees) if sees else None

    def anywhere(self, record_type: str) -> Glimpse | None:
        """Give what is seen of any record of a type at all, where none in particular is meant."""
        shape = self._flow.records.get(record_type)
        sees = () if shape is None or is_own(record_type) else self.sees(record_type)
        return None if shape is None or not sees else Glimpse(record=shape, sees=sees)

    def unseen_names(self) -> frozenset[str]:
        """Name the fields that are not seen, in some record type, of some record."""
        if self._unseen is None:
            self._unseen = frozenset(self._hidden_names())
        return self._unseen

    def _about(self, record_type: str) -> Iterable[See]:
        shape = self._flow.records.get(record_type)
        if shape is None:
            return  # what a schedule or a group says is about no record
        if self._roles is None:
            yield See(record=record_type, place=shape.place)
            return
        for role in self._roles:
            known = self._flow.roles.get(role)
            word = None if known is None else nearest_word(known, shape)
            if word is not None:
                yield word

    def _is_asked(self, shape: RecordType, values: Mapping[str, Any]) -> bool:
        """Say whether it is an approval that one of the roles is asked for."""
        if self._roles is None or not shape.is_approval:
            return False
        return not set(self._roles).isdisjoint(values.get(_ASKED) or ())

    def _hidden_names(self) -> Iterable[str]:
        for shape in self._flow.records.values():
            outline = None if is_own(shape.id) else self.outline(shape.id)
            for field in shape.fields.values():
                if outline is None or outline.manner(field.name) == "hide":
                    yield from (field.name, *field.aliases)
            for name in shape.state_fields:
                if outline is None or outline.manner(name) == "hide":
                    yield name


def nearest_word(role: Role, shape: RecordType) -> See | None:
    """Give what a role itself says of a type, else of the nearest type that it extends."""
    named = (each for each in (shape.id, *shape.lineage) if each in role.see)
    found = next(named, None)
    return None if found is None else role.see[found]


def _holds(see: See, values: Mapping[str, Any], around: Surroundings) -> bool:
    """Say whether a word is about a record; one that cannot be judged is not."""
    if see.where is None:
        return True
    try:
        return see.where.compiled.evaluate(values, around) is True
    except TROUBLE:
        return False
