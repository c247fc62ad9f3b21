"""Action ``pack``: how many boxes an order needs. It decides; the engine writes and tags."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orderloom.ports.actions import Outcome, PluginAction, PutTag, Refusal, SetFields, Wish

PER_BOX = 12
MOST = 600


def pack(given: Mapping[str, Any], record: Mapping[str, Any], now: datetime) -> Outcome | Refusal:
    """Count boxes: fragile things are packed half as tight."""
    del record, now  # what it decides depends on its input alone
    items, is_fragile = given["items"], given.get("fragile", False)
    if items > MOST:
        return Refusal(en=f"more than {MOST} items go by freight", zh=f"超过 {MOST} 件须走货运")
    per_box = PER_BOX // 2 if is_fragile else PER_BOX
    boxes = -(-items // per_box)
    wishes: tuple[Wish, ...] = (SetFields({"boxes": boxes}),)
    if is_fragile:
        wishes += (PutTag("fragile"),)
    return Outcome(result={"boxes": boxes, "per_box": per_box}, wishes=wishes)


PACK = PluginAction(
    name="pack",
    takes={
        "type": "object",
        "properties": {
            "items": {"type": "integer", "minimum": 1},
            "fragile": {"type": "boolean"},
        },
        "required": ["items"],
        "additionalProperties": False,
    },
    gives={"boxes": "integer", "per_box": "integer"},
    en="counts the boxes that an order needs",
    zh="计算订单所需箱数",
    run=pack,
)
