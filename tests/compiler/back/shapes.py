"""The connectors that the definitions of these tests name."""

from orderloom.definition.connector import ConnectorShape

CONNECTORS = {
    "orders_folder": ConnectorShape(id="orders_folder", needs=("folder",), streams=("orders",)),
    "sms": ConnectorShape(id="sms", needs=("folder",), media=("sms", "chat")),
}
