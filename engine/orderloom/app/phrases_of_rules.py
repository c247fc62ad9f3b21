"""The sentences that tell what rules do besides their actions."""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase, phrase
from orderloom.codes.model import Wording
from orderloom.definition.rule import Severity

SEVERITIES: Mapping[Severity, Wording] = MappingProxyType(
    {
        "info": Wording("info", "提示"),
        "warning": Wording("warning", "警告"),
        "critical": Wording("critical", "严重"),
    }
)
SEVERE = Wording(" ({severity})", "（{severity}）")
INFORMING = Wording("", " ")
"""Follows a rule that only informs."""

RULE_PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "spared": phrase(
            (
                "*{definition}* would do nothing{values}: {reason}",
                "*{definition}* 将不执行{values}：{reason}",
            ),
            (
                "*{definition}* did nothing{values}: {reason}",
                "*{definition}* 未执行{values}：{reason}",
            ),
        ),
        "lasted_pending": phrase(
            (
                "*{definition}* would start at {due}{values}",
                "*{definition}* 将于 {due} 触发{values}",
            ),
            (
                "*{definition}* is to start at {due}{values}",
                "*{definition}* 定于 {due} 触发{values}",
            ),
        ),
        "lasted_broken": phrase(
            (
                "*{definition}* would no longer be about to start{values}",
                "*{definition}* 将不再等待触发{values}",
            ),
            (
                "*{definition}* was no longer about to start{values}",
                "*{definition}* 不再等待触发{values}",
            ),
        ),
        "lasted_started": phrase(
            ("{judge} would start{values}", "{judge}将触发{values}"),
            ("{judge} started{values}", "{judge}触发了{values}"),
        ),
        "lasted_ending": phrase(
            (
                "*{definition}* would be over, and stay on until {due}{values}",
                "*{definition}* 将结束，并保持到 {due}{values}",
            ),
            (
                "*{definition}* was over, and stays on until {due}{values}",
                "*{definition}* 已结束，并保持到 {due}{values}",
            ),
        ),
        "lasted_resumed": phrase(
            ("*{definition}* would go on{values}", "*{definition}* 将继续{values}"),
            ("*{definition}* went on{values}", "*{definition}* 继续了{values}"),
        ),
        "lasted_ended": phrase(
            ("*{definition}* would end{values}", "*{definition}* 将结束{values}"),
            ("*{definition}* ended{values}", "*{definition}* 结束了{values}"),
        ),
        "parked": phrase(
            (
                "would park *{action}*: {by} touched {number} records within {within}",
                "将暂停 *{action}*：{by} 在 {within} 内已涉及 {number} 条记录",
            ),
            (
                "parked *{action}*: {by} touched {number} records within {within}",
                "暂停了 *{action}*：{by} 在 {within} 内已涉及 {number} 条记录",
            ),
        ),
        "released_resumed": phrase(
            ("would resume *{action}*", "将恢复 *{action}*"),
            ("resumed *{action}*", "恢复了 *{action}*"),
        ),
        "released_discarded": phrase(
            ("would discard *{action}*", "将放弃 *{action}*"),
            ("discarded *{action}*", "放弃了 *{action}*"),
        ),
        "released_void": phrase(
            (
                "would leave *{action}*, for which there is no more reason",
                "将略去 *{action}*，已无必要",
            ),
            ("left *{action}*, for which there was no more reason", "略去了 *{action}*，已无必要"),
        ),
    }
)
