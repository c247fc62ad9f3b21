"""What installed packages add to the language, as definitions see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderloom.definition.added_action import AddedAction
from orderloom.definition.codec import AddedFormat
from orderloom.expression.functions.model import Function
from orderloom.expression.scope import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """What may be named besides the language's own; none of it is called as anything of it.

    Attributes:
        functions: Functions of expressions, by name.
        broken_functions: Those that cannot be used, each with a code and facts that say why.
        formats: Formats that mappings read, by name.
        broken_formats: Those that cannot be used.
        actions: Actions, by name.
        broken_actions: Those that cannot be used.
    """

    functions: Mapping[str, Function] = field(default_factory=dict)
    broken_functions: Mapping[str, Reason] = field(default_factory=dict)
    formats: Mapping[str, AddedFormat] = field(default_factory=dict)
    broken_formats: Mapping[str, Reason] = field(default_factory=dict)
    actions: Mapping[str, AddedAction] = field(default_factory=dict)
    broken_actions: Mapping[str, Reason] = field(default_factory=dict)
