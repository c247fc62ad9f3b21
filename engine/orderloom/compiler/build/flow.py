"""The flow itself: its environments, and everything built put together."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from orderloom.compiler.build.inputs import build_parts
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import OWN_PARTS, event_type
from orderloom.compiler.resolve.outline import NO_RECORD, Declaration
from orderloom.compiler.resolve.scopes import sight_without_record
from orderloom.compiler.resolve.settings import type_of, value_of
from orderloom.definition.flow import Environment
from orderloom.definition.record import Field
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree
from orderloom.expression.kinds import kind
from orderloom.expression.types import MoneyType, Type


def build_environments(draft: Draft, root: MapNode) -> dict[str, Environment]:
    """Build the environments by name; the roles that publish must exist."""
    _check_settings(draft, root)
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


def _check_settings(draft: Draft, root: MapNode) -> None:
    """Refuse what an environment overrides but the flow does not have, or has of another type.

    An expression would fail there and nowhere else, since only one environment is looked at.
    """
    own = {key.text: node for key, node in reading.entries(root, "settings")}
    for _, environment in reading.entries(root, "environments"):
        if not isinstance(environment, MapNode):
            continue
        for key, node in reading.entries(environment, "settings"):
            known = own.get(key.text)
            if known is None:
                draft.findings.unknown("OL966", key.place, key.text, tuple(own))
                continue
            wanted, found = type_of(value_of(known)), type_of(value_of(node))
            if not _is_alike(wanted, found):
                draft.findings.error(
                    "OL967",
                    node.place,
                    related=known.place,
                    name=key.text,
                    wanted=_shown(wanted),
                    found=_shown(found),
                )


def _is_alike(one: Type, other: Type) -> bool:
    is_loose = kind(one) == kind(other) and kind(one) in {"number", "list", "object"}
    return is_loose or one == other


def _shown(of: Type) -> str:
    return f"{of} ({of.currency})" if isinstance(of, MoneyType) else str(of)


def build_events(draft: Draft, flow: Declaration) -> dict[str, Mapping[str, Field]]:
    """Build the flow's own events by name; their defaults see no record."""
    nodes = reading.submap(flow.root, "events")
    setting = Setting(
        draft=draft,
        definition=flow.name,
        path="events",
        record=NO_RECORD,
        sight=sight_without_record(draft.outline, event_type(())),
    )
    return {
        name: build_parts(
            setting, None if nodes is None else nodes.get(name), own.fields, OWN_PARTS
        )
        for name, own in draft.outline.own_events.items()
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
