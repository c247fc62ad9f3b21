"""Who sees what, out of a flow's roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orderloom.definition.flow import Flow
from orderloom.definition.record import RecordType, is_own
from orderloom.definition.role import Manner, Role, See
from orderloom.errors import OrderloomError
from orderloom.names import nearest
from orderloom.sight.seeing import nearest_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One word about a record type, as it holds for a role.

    Attributes:
        record: The type; also one that extends the type of which the word is.
        role: Whose word it is: the role's own, or that of one that it includes.
        fields: Names in the order in which they are declared; None: all.
        where: The condition as it was written; None: every record.
        sensitive: How sensitive fields are shown; ``sensitive_fields`` are those among the seen.
    """

    record: str
    role: str
    fields: Sequence[str] | None
    where: str | None
    sensitive: Manner
    sensitive_fields: Sequence[str]

    def document(self) -> dict[str, object]:
        """Give it as ``roles --format json`` prints it."""
        return {
            "record": self.record,
            "by": self.role,
            "fields": "all" if self.fields is None else list(self.fields),
            "where": self.where,
            "sensitive": self.sensitive,
            "sensitive_fields": list(self.sensitive_fields),
        }


def seen_by(flow: Flow, role: str | None) -> list[tuple[str, list[Seen]]]:
    """Give what every role sees, or the one that is named, by role in the order of id.

    Raises:
        OrderloomError: There is no such role.
    """
    known = sorted(flow.roles)
    if role is not None and role not in flow.roles:
        raise OrderloomError(
            "OL648", role=role, nearest=nearest(role, known) or "", roles=", ".join(known) or "–"
        )
    asked = known if role is None else [role]
    return [(each, list(_seen(flow, flow.roles[each]))) for each in asked]


def _seen(flow: Flow, role: Role) -> Iterator[Seen]:
    speakers = [role.id, *sorted(role.includes - {role.id})]
    for shape in flow.records.values():
        if is_own(shape.id):
            continue
        for speaker in speakers:
            word = nearest_word(flow.roles[speaker], shape)
            if word is not None:
                yield _told(shape, speaker, word)


def _told(shape: RecordType, speaker: str, word: See) -> Seen:
    fields = None
    if word.fields is not None:
        every = (*shape.fields, *shape.state_fields)
        named = [each for each in every if each in word.fields]
        fields = [*named, *sorted(word.fields.difference(named))]
    return Seen(
        record=shape.id,
        role=speaker,
        fields=fields,
        where=None if word.where is None else word.where.compiled.text,
        sensitive=word.sensitive,
        sensitive_fields=[
            name
            for name, each in shape.fields.items()
            if each.sensitive and (fields is None or name in fields)
        ],
    )
