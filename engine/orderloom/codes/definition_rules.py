"""OL17x, OL18x: rules that last, and limits on what rules set off."""

from orderloom.codes.model import code

RULE_CODES = (
    code(
        "OL171",
        "'{key}: {found}' lasts no time at all",
        "“{key}: {found}”不持续任何时间",
        ("write a duration such as 30s, 15m, 48h or 7d", "请写一个时长，如 30s、15m、48h、7d"),
    ),
)
