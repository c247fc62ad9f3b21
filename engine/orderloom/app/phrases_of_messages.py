"""The sentences that tell what becomes of messages besides that they go."""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase, phrase

MESSAGE_PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "delayed": phrase(
            (
                "would keep *{message}* to {to} until {due}: {reason}",
                "将把发给 {to} 的 *{message}* 保留到 {due}：{reason}",
            ),
            (
                "keeps *{message}* to {to} until {due}: {reason}",
                "已将发给 {to} 的 *{message}* 保留到 {due}：{reason}",
            ),
        ),
        "joined": phrase(
            (
                "would tell {to} of *{message}* within *{into}*",
                "将在 *{into}* 中向 {to} 告知 *{message}*",
            ),
            (
                "told {to} of *{message}* within *{into}*",
                "已在 *{into}* 中向 {to} 告知 *{message}*",
            ),
        ),
        "bounced": phrase(
            ("*{message}* would not arrive: {error}", "*{message}* 将未送达：{error}"),
            ("*{message}* did not arrive: {error}", "*{message}* 未送达：{error}"),
        ),
    }
)
