"""Movements of stocks, and how they are told."""

from decimal import Decimal

from tests.cli.told_calls import ORDER

from orderloom.flow.stock_effect import PlacesChosen, StockMoved


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


def _chosen(choice, *places, **values):
    return PlacesChosen(**ORDER, stock="central", places=places, choice=choice, values=values)


STOCKS_TOLD = [
    (
        _chosen("whole", "SH", SH=Decimal("3.5"), BJ=4),
        (
            "would take all from SH, because SH = 3.5, BJ = 4",
            "took all from SH, because SH = 3.5, BJ = 4",
        ),
        ("将全部取自 SH，因为 SH = 3.5, BJ = 4", "全部取自 SH，因为 SH = 3.5, BJ = 4"),
    ),
    (
        _chosen("few", "SH", "BJ"),
        ("would take from SH + BJ, as no place has all", "took from SH + BJ, as no place had all"),
        ("没有一处全有，将取自 SH + BJ", "没有一处全有，取自 SH + BJ"),
    ),
    (
        _chosen("turn", "BJ", "SH", BJ=1, SH=2),
        (
            "would take from BJ + SH in turn, because BJ = 1, SH = 2",
            "took from BJ + SH in turn, because BJ = 1, SH = 2",
        ),
        ("将依次取自 BJ + SH，因为 BJ = 1, SH = 2", "依次取自 BJ + SH，因为 BJ = 1, SH = 2"),
    ),
    (
        _moved("reserved", "available", "reserved"),
        ("would reserve 2 of A at SH", "reserved 2 of A at SH"),
        ("将在 SH 预留 A 2", "在 SH 预留了 A 2"),
    ),
    (
        _moved("reserved", "available", "reserved", share="tmall"),
        ("would reserve 2 of A at SH for tmall", "reserved 2 of A at SH for tmall"),
        ("将在 SH 预留 A 2（配额：tmall）", "在 SH 预留了 A 2（配额：tmall）"),
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
