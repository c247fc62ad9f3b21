"""The sentences that tell of work over many records."""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase, phrase

JOB_PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "spread": phrase(
            ("for {number} of {of}{most}: …", "对 {number} 条{of}逐一执行{most}：…"),
            ("for {number} of {of}{most}: …", "对 {number} 条{of}逐一执行{most}：…"),
        ),
        "deployed": phrase(
            (
                "version {number_of_version} of the definitions would be in force",
                "定义的版本 {number_of_version} 将生效",
            ),
            (
                "version {number_of_version} of the definitions came in force",
                "定义的版本 {number_of_version} 已生效",
            ),
        ),
        "archived": phrase(
            ("would be archived: no selection finds it", "将归档：不再被选取选中"),
            ("was archived: no selection finds it any more", "已归档：不再被选取选中"),
        ),
        "archived_back": phrase(
            ("would no longer be archived, for it changed", "因有变更，将不再归档"),
            ("is no longer archived, for it changed", "因有变更，不再归档"),
        ),
        "erased": phrase(
            ("what is sensitive would be destroyed for ever", "敏感数据将被永久销毁"),
            ("what was sensitive was destroyed for ever", "敏感数据已被永久销毁"),
        ),
        "timer_overdue": phrase(
            (
                "the timer would have been over on {due}: a person would decide",
                "定时本应于 {due} 到时：将由人决定",
            ),
            (
                "the timer was over on {due} by the new definitions: a person decides",
                "按新定义，定时已于 {due} 到时：由人决定",
            ),
        ),
        "migrated": phrase(
            (
                "would be moved in *{machine}* from {was} to {state} by the new definitions",
                "将按新定义在 *{machine}* 中由 {was} 移至 {state}",
            ),
            (
                "was moved in *{machine}* from {was} to {state} by the new definitions",
                "已按新定义在 *{machine}* 中由 {was} 移至 {state}",
            ),
        ),
        "migrated_first": phrase(
            (
                "would be put in *{machine}* at {state} by the new definitions",
                "将按新定义在 *{machine}* 中置于 {state}",
            ),
            (
                "was put in *{machine}* at {state} by the new definitions",
                "已按新定义在 *{machine}* 中置于 {state}",
            ),
        ),
        "finishes": phrase(
            (
                "would finish in *{machine}* under version {number_of_version}, from {state} on",
                "将自 {state} 起按版本 {number_of_version} 的 *{machine}* 走完",
            ),
            (
                "finishes in *{machine}* under version {number_of_version}, from {state} on",
                "自 {state} 起按版本 {number_of_version} 的 *{machine}* 走完",
            ),
        ),
        "renamed": phrase(
            (
                "the value of *{old_field}* would be that of *{field}*",
                "*{old_field}* 的值将归于 *{field}*",
            ),
            (
                "the value of *{old_field}* is now that of *{field}*",
                "*{old_field}* 的值现归于 *{field}*",
            ),
        ),
        "steered_paused": phrase(
            ("would pause *{by}* after {number}", "将在处理 {number} 条后暂停 *{by}*"),
            ("paused *{by}* after {number}", "处理 {number} 条后暂停了 *{by}*"),
        ),
        "steered_waiting": phrase(
            ("would let *{by}* go on after {number}", "将从第 {number} 条之后继续 *{by}*"),
            ("let *{by}* go on after {number}", "从第 {number} 条之后继续 *{by}*"),
        ),
        "steered_over": phrase(
            ("would cancel *{by}* after {number}", "将在处理 {number} 条后取消 *{by}*"),
            ("cancelled *{by}* after {number}", "处理 {number} 条后取消了 *{by}*"),
        ),
    }
)
