"""The connectors of a flow: installed, shipped as definitions, and its own."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec

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
        media=connector.media,
        operations={
            each.name: OperationOutline(name=each.name, irreversible=each.irreversible)
            for each in connector.operations
        },
        schemes=getattr(connector, "schemes", tuple(PORTS)),
        settings=_outlines(getattr(connector, "settings", ())),
        stream_settings=_outlines(getattr(connector, "stream_settings", ())),
        lacking=_lacking(connector),
    )


def _lacking(connector: Connector) -> str:
    """Name the extra that brings a connector's library, if that is not installed."""
    module, extra = getattr(connector, "requires", ("", ""))
    return extra if module and find_spec(module) is None else ""


def _outlines(settings: Iterable[Setting]) -> tuple[SettingOutline, ...]:
    return tuple(
        SettingOutline(name=each.name, kind=each.kind, required=each.required, choices=each.choices)
        for each in settings
    )


def connectors_of(flow: Flow, offered: Mapping[str, Connector]) -> dict[str, Connector]:
    """Give the connectors that a flow uses; its own of an id stands before any other."""
    own: dict[str, Connector] = {
        name: DeclaredConnector(each) for name, each in flow.connectors.items()
    }
    used = {each.connector for each in flow.connections.values()}
    return {name: offered[name] for name in sorted(used) if name not in own} | own
