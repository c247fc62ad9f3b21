"""Which connection carries which medium in an environment."""

from collections.abc import Mapping

from orderloom.definition.flow import Flow
from orderloom.kernel.program import Carrier
from orderloom.ports import Connector

NOTIFY = "notify"


def carriers_of(flow: Flow, connectors: Mapping[str, Connector]) -> dict[str, Carrier]:
    """Give, for each medium, the first connection (by id) whose connector carries it here."""
    carriers: dict[str, Carrier] = {}
    for connection in sorted(flow.connections.values(), key=lambda each: each.id):
        connector = connectors[connection.connector]
        if flow.environment not in connection.environments:
            continue
        shape = next((shape for shape in connector.operations if shape.name == NOTIFY), None)
        if shape is not None:
            for medium in connector.media:
                carrier = Carrier(
                    connection=connection.id, operation=NOTIFY, irreversible=shape.irreversible
                )
                carriers.setdefault(medium, carrier)
    return carriers
