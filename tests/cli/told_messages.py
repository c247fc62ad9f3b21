"""What is told of messages that wait, that another tells, and that do not arrive."""

from datetime import UTC, datetime

from orderloom.diagnostics import Cause, Place
from orderloom.flow import message_effect as effects

DUE = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
AT = "2026-01-05T12:30:00Z"
RULE = Cause(definition="rule/late", path="do[0]", place=Place("rules/late.yaml", 4))
ORDER = {"record": "order", "record_id": "r1", "cause": RULE}
QUIET = {"reason": "OL060", "facts": {"quiet": "22:00-08:00", "zone": "UTC"}}
TO = "138****1234"
MESSAGES_TOLD = [
    (
        effects.Delayed(**ORDER, message="shipped", to=TO, due=DUE, **QUIET),
        (
            f"would keep *shipped* to {TO} until {AT}: the hours 22:00-08:00 are quiet (UTC)",
            f"keeps *shipped* to {TO} until {AT}: the hours 22:00-08:00 are quiet (UTC)",
        ),
        (
            f"将把发给 {TO} 的 *shipped* 保留到 {AT}：22:00-08:00（UTC）为静默时段",
            f"已将发给 {TO} 的 *shipped* 保留到 {AT}：22:00-08:00（UTC）为静默时段",
        ),
    ),
    (
        effects.Joined(**ORDER, message="shipped", into="news", to="role:lead"),
        (
            "would tell lead of *shipped* within *news*",
            "told lead of *shipped* within *news*",
        ),
        ("将在 *news* 中向 lead 告知 *shipped*", "已在 *news* 中向 lead 告知 *shipped*"),
    ),
    (
        effects.Bounced(
            **ORDER, message="shipped", call="c1", error="OL715", facts={"record": "r9"}
        ),
        (
            "*shipped* would not arrive: there is no record 'r9'",
            "*shipped* did not arrive: there is no record 'r9'",
        ),
        ("*shipped* 将未送达：没有记录“r9”", "*shipped* 未送达：没有记录“r9”"),
    ),
]
