"""The connectors that the definitions of these tests name."""

from orderloom.definition.connector import ConnectorShape, OperationOutline

OPERATIONS = {
    "freeze": OperationOutline(name="freeze", inputs=("number",), answers=("number",)),
    "weigh": OperationOutline(
        name="weigh",
        inputs=("grams",),
        required=("grams",),
        takes={"grams": {"type": "integer", "minimum": 1}},
    ),
    "refund": OperationOutline(name="refund", irreversible=True),
}
CONNECTORS = {
    "orders_folder": ConnectorShape(id="orders_folder", needs=("folder",), streams=("orders",)),
    "wms": ConnectorShape(id="wms", needs=("url",), operations=OPERATIONS),
    "sms": ConnectorShape(id="sms", needs=("folder",), media=("sms", "chat")),
}
