"""The connectors of a flow: installed, shipped as definitions, and its own."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec

from orderloom.declarative.connector import DeclaredConnector
from orderloom.definition.connector import ConnectorShape, SettingOutline
from orderloom.definition.flow import Flow
from orderloom.errors import PluginBroken
from orderloom.plugins.shapes import operation_outline
from orderloom.ports import Connector, ConnectorFacts, Setting, facts_of


class Shapes(Mapping[str, ConnectorShape]):
    """Connectors as the compiler sees them; one is looked at when it is asked for.

    Args:
        connectors: By id.
        broken: Why others cannot be used: whoever names one is told so.
    """

    def __init__(
        self, connectors: Mapping[str, Connector], broken: Iterable[PluginBroken] = ()
    ) -> None:
        self._connectors = connectors
        self._broken = {each.facts["plugin"]: each for each in broken}

    def __getitem__(self, name: str) -> ConnectorShape:
        if name not in self._connectors and name in self._broken:
            return _broken_shape(name, self._broken[name])
        try:
            return shape_of(self._connectors[name])
        except PluginBroken as error:
            return _broken_shape(name, error)

    def __iter__(self) -> Iterator[str]:
        return iter(self._connectors)

    def __len__(self) -> int:
        return len(self._connectors)


def _broken_shape(name: str, error: PluginBroken) -> ConnectorShape:
    return ConnectorShape(id=name, broken=(error.code, error.facts))


def shape_of(connector: Connector) -> ConnectorShape:
    """Give a connector as the compiler sees it."""
    facts = facts_of(connector)
    return ConnectorShape(
        id=connector.id,
        needs=connector.needs,
        streams=connector.streams,
        verified=verified_by(connector),
        media=connector.media,
        operations={each.name: operation_outline(each) for each in connector.operations},
        schemes=facts.schemes,
        settings=_outlines(facts.settings),
        stream_settings=_outlines(facts.stream_settings),
        lacking=_lacking(facts),
    )


def _lacking(facts: ConnectorFacts) -> str:
    """Name the extra that brings a connector's library, if that is not installed."""
    if facts.requires is None:
        return ""
    module, extra = facts.requires
    return extra if find_spec(module) is None else ""


def _outlines(settings: Iterable[Setting]) -> tuple[SettingOutline, ...]:
    return tuple(
        SettingOutline(name=each.name, kind=each.kind, required=each.required, choices=each.choices)
        for each in settings
    )


def verified_by(connector: Connector) -> tuple[str, ...]:
    """Name the streams whose webhooks a connector can check; one in code checks none."""
    if not isinstance(connector, DeclaredConnector):
        return ()
    feeds = connector.definition.streams.values()
    return tuple(feed.name for feed in feeds if feed.verify is not None)


def connectors_of(flow: Flow, offered: Mapping[str, Connector]) -> dict[str, Connector]:
    """Give the connectors that a flow uses; its own of an id stands before any other."""
    own: dict[str, Connector] = {
        name: DeclaredConnector(each) for name, each in flow.connectors.items()
    }
    used = {each.connector for each in flow.connections.values()}
    return {name: offered[name] for name in sorted(used) if name not in own} | own
