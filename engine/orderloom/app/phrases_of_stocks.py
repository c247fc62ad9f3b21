"""The sentences that tell movements of stocks."""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase, phrase

STOCK_PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "stock_reserved": phrase(
            (
                "would reserve {quantity} of {item} at {place}{share}{until}",
                "将在 {place} 预留 {item} {quantity}{share}{until}",
            ),
            (
                "reserved {quantity} of {item} at {place}{share}{until}",
                "在 {place} 预留了 {item} {quantity}{share}{until}",
            ),
        ),
        "placed_whole": phrase(
            ("would take all from {places}{values}", "将全部取自 {places}{values}"),
            ("took all from {places}{values}", "全部取自 {places}{values}"),
        ),
        "placed_few": phrase(
            (
                "would take from {places}, as no place has all{values}",
                "没有一处全有，将取自 {places}{values}",
            ),
            (
                "took from {places}, as no place had all{values}",
                "没有一处全有，取自 {places}{values}",
            ),
        ),
        "placed_turn": phrase(
            ("would take from {places} in turn{values}", "将依次取自 {places}{values}"),
            ("took from {places} in turn{values}", "依次取自 {places}{values}"),
        ),
        "stock_released": phrase(
            (
                "would release {quantity} of {item} at {place}",
                "将释放 {place} 的 {item} {quantity}",
            ),
            ("released {quantity} of {item} at {place}", "释放了 {place} 的 {item} {quantity}"),
        ),
        "stock_expired": phrase(
            (
                "would release {quantity} of {item} at {place}, whose time is over",
                "将因到期释放 {place} 的 {item} {quantity}",
            ),
            (
                "released {quantity} of {item} at {place}, whose time was over",
                "因到期释放了 {place} 的 {item} {quantity}",
            ),
        ),
        "stock_deducted": phrase(
            ("would deduct {quantity} of {item} at {place}", "将扣减 {place} 的 {item} {quantity}"),
            ("deducted {quantity} of {item} at {place}", "扣减了 {place} 的 {item} {quantity}"),
        ),
        "stock_moved": phrase(
            (
                "would move {quantity} of {item} at {place}: {source} → {target}",
                "将移动 {place} 的 {item} {quantity}：{source} → {target}",
            ),
            (
                "moved {quantity} of {item} at {place}: {source} → {target}",
                "移动了 {place} 的 {item} {quantity}：{source} → {target}",
            ),
        ),
        "stock_in": phrase(
            (
                "would take {quantity} of {item} into {place} ({target})",
                "将在 {place} 入库 {item} {quantity}（{target}）",
            ),
            (
                "took {quantity} of {item} into {place} ({target})",
                "在 {place} 入库了 {item} {quantity}（{target}）",
            ),
        ),
        "stock_out": phrase(
            (
                "would take {quantity} of {item} out of {place} ({source})",
                "将从 {place} 出库 {item} {quantity}（{source}）",
            ),
            (
                "took {quantity} of {item} out of {place} ({source})",
                "从 {place} 出库了 {item} {quantity}（{source}）",
            ),
        ),
        "stock_given": phrase(
            (
                "would have {quantity} of {item} at {place} ({target})",
                "{place} 将有 {item} {quantity}（{target}）",
            ),
            (
                "{quantity} of {item} were at {place} ({target})",
                "{place} 有 {item} {quantity}（{target}）",
            ),
        ),
    }
)
