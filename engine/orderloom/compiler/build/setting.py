"""Where actions stand: their definition, their record, and what they see."""

from dataclasses import dataclass, replace
from typing import TypedDict

from orderloom.compiler.node import Node
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import RecordOutline
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.action import Actions
from orderloom.definition.common import Condition, Value
from orderloom.diagnostics import Cause
from orderloom.expression.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The surroundings of one list of actions.

    ``definition`` reads ``kind/id``; ``path`` leads from there to the list, such as ``do``.
    """

    draft: Draft
    definition: str
    path: str
    record: RecordOutline
    sight: Sight

    def at(self, step: str) -> "Setting":
        """Go one step down, such as ``[0]`` or ``.else``."""
        return replace(self, path=self.path + step)

    def knowing(self, name: str, of: Type) -> "Setting":
        """Let later actions see a result."""
        return replace(self, sight=self.sight.with_result(name, of))

    def cause(self, node: Node) -> Cause:
        """Give what a trace names for ``node``."""
        return Cause(definition=self.definition, path=self.path, place=node.place)


class Common(TypedDict):
    """What all actions share, as arguments of their classes."""

    cause: Cause
    when: Condition | None
    result: str | None
    otherwise: Actions | None
    of: Value | None
    of_record: str | None
