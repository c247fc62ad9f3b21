"""OL568 to OL570: events of a flow's own that cannot be emitted so."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

EMITTING_CODES = (
    unknown(
        "OL568",
        "unknown event '{name}'",
        "未知的事件“{name}”",
        ("declare it under 'events' of the flow", "请在流程的 events 下声明"),
    ),
    unknown(
        "OL569",
        "the event '{owner}' has no part '{name}'",
        "事件“{owner}”没有“{name}”这一项",
        ("declare it under the event, or leave it out", "请在该事件下声明，或去掉它"),
    ),
    code(
        "OL570",
        "the event '{event}' cannot do without '{name}'",
        "事件“{event}”必须有“{name}”",
        ("give it under 'with'", "请在 with 下提供"),
    ),
)
