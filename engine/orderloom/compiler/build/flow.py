"""The flow itself: its environments, and everything built put together."""

from collections.abc import Iterable, Mapping

from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Environment
from orderloom.definition.rule import Rule


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


def index_rules(rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    """Give the rules judged at each event, in acting order: priority high first, then id."""
    ordered = sorted(rules, key=lambda rule: (-rule.priority, rule.id))
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in ordered:
        for name in rule.on:
            found[name] = (*found.get(name, ()), rule)
    return found
