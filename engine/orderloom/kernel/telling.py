"""What a message to a role may say: what is sensitive only as the role sees it.

The author's word is enough for what is not sensitive, also where the role does not see the record;
but it is never told of fields that its words about the type leave out.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orderloom.definition.action import Notify
from orderloom.definition.common import Value
from orderloom.definition.role import See
from orderloom.expression.lookup import Lookup
from orderloom.flow.surroundings import Surroundings
from orderloom.kernel.draft import Draft
from orderloom.kernel.overlay import Overlay
from orderloom.sight.glimpse import Glimpse
from orderloom.sight.masking import spoken
from orderloom.sight.seeing import Sight
from orderloom.sight.through import SeenRecords


class Telling:
    """What a message about a record has to say.

    Args:
        work: The work on the command.
        draft: The record.
        role: Whom it goes to; None: an address, to which everything may be said.
    """

    def __init__(self, work: Overlay, draft: Draft, role: str | None) -> None:
        self._work = work
        self._draft = draft
        self._sight = None if role is None else work.program.sight(role)
        self._glimpse = None if self._sight is None else self._seen(self._sight)

    def record(self) -> Mapping[str, Any]:
        """Give the record's values."""
        if self._glimpse is None:
            return self._draft.values
        return self._told(self._glimpse, self._draft.values)

    def values(
        self, action: Notify, around: Surroundings, scope: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Give what stands under ``with``."""
        given = {name: value.of(scope, around) for name, value in action.values}
        if self._sight is None or self._glimpse is None:
            return given
        seen = self._told(self._glimpse, scope)
        records = SeenRecords(self._sight, self._plain(), self._work.glimpsed)
        through = Surroundings(around.now, event=around.event, user=around.user, records=records)
        through.results, through.facts = around.results, around.facts
        for name, value in action.values:
            given[name] = self._of(value, given[name], seen, through)
        return given

    def figure(self, name: str, value: Any) -> Any:  # noqa: ANN401 - a flow's value
        """Give a figure, or a name that a group shares; called like a sensitive one it is such."""
        hidden = self._sight is not None and self._work.program.discretion.is_name(name)
        return spoken(value, hidden=hidden)

    def _of(
        self,
        value: Value,
        given: Any,  # noqa: ANN401 - a flow's value
        seen: Mapping[str, Any],
        through: Surroundings,
    ) -> Any:  # noqa: ANN401
        """Give one value as the role may be told it, ``given`` being what it is."""
        compiled = value.compiled
        if compiled is None or self._glimpse is None:
            return given
        hidden = self._work.program.discretion.hidden(compiled, through.event)
        if not any(hidden):
            return given if self._glimpse.is_whole else value.of(seen, through)
        roots = {read.root for read, each in zip(compiled.reads, hidden, strict=True) if each}
        if roots <= seen.keys() | self._draft.program.fields.keys():
            return value.of(seen, through)
        return spoken(given, hidden=True)

    def _seen(self, sight: Sight) -> Glimpse:
        """Give the record as the role sees it; one that it does not see is told with masks."""
        shape = self._draft.program.shape
        found = sight.glimpse(shape.id, self._draft.values, self._plain())
        if found is not None:
            return found
        words = tuple(
            replace(word, sensitive="hide" if word.sensitive == "hide" else "mask")
            for word in sight.sees(shape.id)
        )
        unsaid = (See(record=shape.id, place=shape.place),)
        return Glimpse(record=shape, sees=words or unsaid)

    def _plain(self) -> Surroundings:
        return Surroundings(self._work.now, records=self._work.records)

    def _told(self, glimpse: Glimpse, values: Mapping[str, Any]) -> dict[str, Any]:
        names = self._draft.program.fields.keys() | self._draft.program.state_fields.keys()
        return {
            name: glimpse.say(name, value) if name in names else value
            for name, value in values.items()
        }


def records_told(work: Overlay, role: str | None) -> Lookup:
    """Give the records that a text may look up: all, or, to a role, those that it sees."""
    if role is None:
        return work.records
    plain = Surroundings(work.now, records=work.records)
    return SeenRecords(work.program.sight(role), plain, work.glimpsed)
