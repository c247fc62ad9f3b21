"""Movements of stocks, and how they are told."""

from decimal import Decimal

from tests.cli.told_calls import ORDER

from orderloom.flow.stock_effect import StockMoved


def _moved(step, source, target, **more):
    return StockMoved(
        **ORDER,
        stock="central",
        item="A",
        place="SH",
        quantity=Decimal(2),
        step=step,
        source=source,
        target=target,
        left=None,
        reached=None,
        available=Decimal(1),
        **more,
    )


STOCKS_TOLD = [
    (
        _moved("reserved", "available", "reserved"),
        ("would reserve 2 of A at SH", "reserved 2 of A at SH"),
        ("将在 SH 预留 A 2", "在 SH 预留了 A 2"),
    ),
    (
        _moved("released", "reserved", "available"),
        ("would release 2 of A at SH", "released 2 of A at SH"),
        ("将释放 SH 的 A 2", "释放了 SH 的 A 2"),
    ),
    (
        _moved("expired", "reserved", "available"),
        (
            "would release 2 of A at SH, whose time is over",
            "released 2 of A at SH, whose time was over",
        ),
        ("将因到期释放 SH 的 A 2", "因到期释放了 SH 的 A 2"),
    ),
    (
        _moved("deducted", "reserved", None),
        ("would deduct 2 of A at SH", "deducted 2 of A at SH"),
        ("将扣减 SH 的 A 2", "扣减了 SH 的 A 2"),
    ),
    (
        _moved("moved", "frozen", "available"),
        ("would move 2 of A at SH: frozen → available", "moved 2 of A at SH: frozen → available"),
        ("将移动 SH 的 A 2：frozen → available", "移动了 SH 的 A 2：frozen → available"),
    ),
    (
        _moved("moved", None, "available"),
        ("would take 2 of A into SH (available)", "took 2 of A into SH (available)"),
        ("将在 SH 入库 A 2（available）", "在 SH 入库了 A 2（available）"),
    ),
    (
        _moved("moved", "available", None),
        ("would take 2 of A out of SH (available)", "took 2 of A out of SH (available)"),
        ("将从 SH 出库 A 2（available）", "从 SH 出库了 A 2（available）"),
    ),
]
