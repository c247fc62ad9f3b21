"""The connectors of a flow: installed, shipped as definitions, and its own."""

from collections.abc import Iterable, Iterator, Mapping

from orderloom.declarative.connector import DeclaredConnector
from orderloom.definition.connector import ConnectorShape, OperationOutline, SettingOutline
from orderloom.definition.flow import Flow
from orderloom.hosts import PORTS
from orderloom.ports import Connector, Setting


class Shapes(Mapping[str, ConnectorShape]):
    """Connectors as the compiler sees them; one is looked at when it is asked for."""

    def __init__(self, connectors: Mapping[str, Connector]) -> None:
        self._connectors = connectors

    def __getitem__(self, name: str) -> ConnectorShape:
        return shape_of(self._connectors[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._connectors)

    def __len__(self) -> int:
        return len(self._connectors)


def shape_of(connector: Connector) -> ConnectorShape:
    """Give a connector as the compiler sees it."""
    return ConnectorShape(
        id=connector.id,
        needs=connector.needs,
        streams=connector.streams,
        verified=verified_by(connector),
        media=connector.media,
        operations={
            each.name: OperationOutline(name=each.name, irreversible=each.irreversible)
            for each in connector.operations
        },
        schemes=getattr(connector, "schemes", tuple(PORTS)),
        settings=_outlines(getattr(connector, "settings", ())),
        stream_settings=_outlines(getattr(connector, "stream_settings", ())),
    )


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
