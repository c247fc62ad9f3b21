"""The flow itself: its environments, and everything built put together."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Environment
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree


def build_environments(draft: Draft, root: MapNode) -> dict[str, Environment]:
    """Build the environments by name; the roles that publish must exist."""
    return {
        key.text: Environment(
            name=key.text,
            place=key.place,
            production=reading.flag(node, "production"),
            hosts=reading.texts(node, "hosts"),
            publish=draft.roles(reading.words(node, "publish")),
        )
        for key, node in reading.entries(root, "environments")
        if isinstance(node, MapNode)
    }


Listening = TypeVar("Listening", bound=Rule | Tree)


def by_event(listening: Iterable[Listening]) -> Mapping[str, tuple[Listening, ...]]:
    """Give those judged at each event, in acting order: priority high first, then id."""
    ordered = sorted(listening, key=lambda each: (-each.priority, each.id))
    found: dict[str, tuple[Listening, ...]] = {}
    for each in ordered:
        for name in each.on:
            found[name] = (*found.get(name, ()), each)
    return found
