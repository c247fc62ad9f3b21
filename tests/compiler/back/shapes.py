"""The connectors that the definitions of these tests name."""

from orderloom.definition.added_action import AddedAction
from orderloom.definition.connector import ConnectorShape, OperationOutline, SettingOutline
from orderloom.definition.extensions import Extensions

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
GRADE = AddedAction(
    name="grade",
    distribution="orderloom-extra 1.2",
    takes={},
    gives={"level": "text", "score": "integer"},
    run=dict,
    shape=OperationOutline(
        name="grade",
        inputs=("count", "name"),
        required=("count",),
        takes={"count": {"type": "integer", "minimum": 1}, "name": {"type": "string"}},
    ),
)
EXTENSIONS = Extensions(actions={"grade": GRADE})
CONNECTORS = {
    "orders_folder": ConnectorShape(id="orders_folder", needs=("folder",), streams=("orders",)),
    "wms": ConnectorShape(id="wms", needs=("url",), operations=OPERATIONS),
    "queue": ConnectorShape(
        id="queue",
        needs=("url",),
        schemes=("amqp", "amqps"),
        settings=(SettingOutline(name="exchange", choices=("direct", "topic")),),
        stream_settings=(
            SettingOutline(name="queue", required=True),
            SettingOutline(name="prefetch", kind="integer"),
            SettingOutline(name="durable", kind="boolean"),
            SettingOutline(name="tags", kind="texts"),
            SettingOutline(name="headers", kind="map"),
        ),
    ),
    "bare": ConnectorShape(id="bare", needs=("url",), lacking="bare_extra"),
    "sms": ConnectorShape(id="sms", needs=("folder",), media=("sms", "chat")),
}
