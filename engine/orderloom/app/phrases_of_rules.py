"""The sentences that tell what rules do besides their actions."""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase, phrase

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
            ("*{definition}* would start{values}", "*{definition}* 将触发{values}"),
            ("*{definition}* started{values}", "*{definition}* 触发了{values}"),
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
    }
)
