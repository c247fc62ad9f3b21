"""What the parts of one machine share while they are built."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import EventShape, event_type
from orderloom.compiler.resolve.outline import Declaration, MachineOutline, RecordOutline
from orderloom.compiler.resolve.scopes import record_sight
from orderloom.expression.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSetting:
    """A machine, its record, and the flow around them."""

    draft: Draft
    declaration: Declaration
    record: RecordOutline
    outline: MachineOutline

    def actions_at(self, path: str, parts: Mapping[str, Type]) -> Setting:
        """Give the setting of the actions at ``path``, at an event with ``parts``."""
        shape = EventShape(name="", record=self.record.id, kind="entered", parts=parts)
        return Setting(
            draft=self.draft,
            definition=self.declaration.name,
            path=path,
            record=self.record,
            sight=record_sight(self.draft.outline, self.record, event_type((shape,))),
        )

    def has_state(self, name: ScalarNode, of: str) -> bool:
        """Say whether the machine has that state, with a finding when it has not."""
        if name.text not in self.outline.states:
            self.draft.findings.unknown("OL203", name.place, name.text, self.outline.states, of=of)
        return name.text in self.outline.states
