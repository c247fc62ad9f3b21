"""What the items of one mapping share while they are built."""

from dataclasses import dataclass, replace
from typing import Literal

from orderloom.compiler.build.path import build_path, column
from orderloom.compiler.node import ScalarNode
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight, mapping_sight
from orderloom.definition.mapping import Path, Source
from orderloom.definition.record import Field
from orderloom.expression.types import ChoiceType


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSetting:
    """A mapping's record and source, and the fields mapped so far.

    ``has_zone`` says that times without offset are understood: the mapping or every connection
    that reads through it has a zone. ``currency`` is that of amounts that name none and have
    none beside them.
    """

    draft: Draft
    record: RecordOutline
    source: Source
    has_zone: bool
    grouped: bool
    currency: str
    above: tuple[Field, ...] = ()

    @property
    def sight(self) -> Sight:
        """Give what a value here may name."""
        return mapping_sight(
            self.draft.outline, self.above, grouped=self.grouped, complete=self.record.complete
        )

    def below(self, field: Field) -> "MappingSetting":
        """Let later items read ``field``."""
        return replace(self, above=(*self.above, field))

    def path(self, node: ScalarNode, *, rows: bool = False) -> Path | None:
        """Read a path of this source: a column's name in a table."""
        if self.source.is_table:
            return column(self.draft, node, self.source.columns)
        form: Literal["", "xml"] = "xml" if self.source.format == "xml" else ""
        return build_path(self.draft, node, rows=rows, form=form)


def state_field(record: RecordOutline, name: str) -> Field | None:
    """Give a machine's field as a choice of its states, or None."""
    machine = record.state_fields().get(name)
    if machine is None:
        return None
    states = tuple(machine.states)
    return Field(name=name, kind="choice", type=ChoiceType(states), place=machine.place)
