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
    }
)
