"""An action that an installed package adds, as definitions hold it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orderloom.definition.connector import OperationOutline


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedAction:
    """An action; ``takes``, ``gives`` and ``run`` are what ``orderloom.ports.actions`` says.

    ``shape`` is its input as ``check`` looks at it.
    """

    name: str
    distribution: str
    takes: Mapping[str, Any]
    gives: Mapping[str, str]
    run: Callable[..., object]
    shape: OperationOutline
