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
