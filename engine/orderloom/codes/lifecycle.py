"""OL571 to OL579, OL190 to OL199: own events, approvals and versions while a flow runs."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL571",
        "the event '{event}' cannot be emitted without '{name}'",
        "事件“{event}”缺少“{name}”，无法发出",
    ),
)
