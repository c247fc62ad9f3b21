"""Fifty conditions over one order, as analysts write them, and orders to judge by them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderloom.definition.common import Condition
from orderloom.definition.rule import Rule
from orderloom.diagnostics import Place
from orderloom.expression.compile import compile_expression
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import (
    BOOLEAN,
    DECIMAL,
    INTEGER,
    TEXT,
    ListType,
    ObjectType,
    Type,
)

CONDITIONS = (
    'paid > 420.0 and shop == "pdd"',
    'length(phone) != 11 and (contains(street, "前台") or contains(street, "代收点"))',
    "rebate / listed > 0.75",
    "buyer.rank >= 4 and paid > 900.0",
    "lines[0].pieces > 6 and lines[0].price > 80.0",
    'region in ["青海省", "海南省"] and kilos > 8.0',
    'payment == "open" and hour >= 21',
    'method == "cod" and paid > 1800.0',
    'contains(remark, "换地址")',
    'presale and depot == "none"',
    'buyer.returns > 7 or buyer.mark == "blocked"',
    "paid - postage < 1.0",
    'shop == "jd" and wants_invoice and paid >= 150.0',
    'shop == "pdd" and rebate > 90.0',
    'shop == "tmall" and buyer.rank < 2 and paid > 700.0',
    "length(depot) < 4",
    'depot == "none" and not presale',
    "lines[1].kilos * 1.5 > 8.0",
    "lines[2].price > 250.0 and lines[2].pieces >= 4",
    "pieces > 18",
    "paid > 2500.0 and buyer.score < 250",
    'shop in ["mini", "phone"] and payment != "paid"',
    'contains(remark, "加急") and hour < 15',
    'contains(remark, "不要快递柜") and region == "海南省"',
    'length(name) > 3 and contains(name, "司马")',
    'postage > 0.0 and paid > 88.0 and shop != "phone"',
    "rebate + postage > listed * 0.4",
    'buyer.mark == "gold" and lines[0].price > 180.0',
    'buyer.mark == "fresh" and paid > 1200.0 and method == "cod"',
    "kilos > 50.0 or pieces > 22",
    'town == "宁波市" and depot != "NB1"',
    'town == "厦门市" and depot != "XM2"',
    'region == "北京市" and depot != "BJ3"',
    'payment == "part" and paid > 90.0',
    'shop == "douyin" and presale and buyer.rank == 0',
    'shop == "douyin" and rebate / listed > 0.25',
    "lines[0].sku == lines[1].sku or lines[1].sku == lines[2].sku",
    "hour >= 1 and hour < 5 and paid > 2000.0",
    "(buyer.score > 880 or buyer.rank == 5) and not wants_invoice",
    "lines[0].price * 1.0 + lines[1].price + lines[2].price > 800.0",
    'shop == "jd" and contains(street, "丰巢")',
    'shop == "pdd" and contains(street, "驿站") and length(phone) == 11',
    'region == "贵州省" and kilos < 1.5',
    'method in ["alipay", "wechat", "card"] and payment == "open" and paid > 400.0',
    "paid > 4200.0",
    "paid <= 2.0 or listed <= 2.0",
    'wants_invoice and buyer.mark != "gold" and paid < 60.0',
    'shop == "tmall" and method != "alipay" and buyer.returns >= 5',
    "lines[0].kilos + lines[1].kilos + lines[2].kilos > 16.0",
    '(shop == "mini" or shop == "phone") and buyer.rank + 1 > 5 and pieces > 9',
)
_LINE = ObjectType({"sku": TEXT, "pieces": INTEGER, "price": DECIMAL, "kilos": DECIMAL})
_BUYER = ObjectType({"rank": INTEGER, "score": INTEGER, "returns": INTEGER, "mark": TEXT})
FIELDS: Mapping[str, Type] = {
    **dict.fromkeys(("paid", "listed", "rebate", "postage", "kilos"), DECIMAL),
    **dict.fromkeys(("pieces", "hour"), INTEGER),
    **dict.fromkeys(("presale", "wants_invoice"), BOOLEAN),
    **dict.fromkeys(("shop", "phone", "name", "street", "region", "town", "remark"), TEXT),
    **dict.fromkeys(("payment", "method", "depot"), TEXT),
    "buyer": _BUYER,
    "lines": ListType(_LINE),
}
_NEVER_MISSING = frozenset({"buyer", "lines"})
_PLACE = Place("bench", 1)

_SHOPS = ("pdd", "jd", "tmall", "douyin", "mini", "phone")
_REGIONS = ("浙江省", "福建省", "北京市", "青海省", "海南省", "贵州省", "广东省")
_TOWNS = ("宁波市", "厦门市", "北京市", "西宁市", "海口市", "贵阳市", "广州市")
_REMARKS = ("谢谢", "好的", "请尽快", "换地址", "加急 谢谢", "不要快递柜", "周末送")
_ENDS = ("", "", "", "前台", "菜鸟驿站", "丰巢柜", "代收点")


def rules_of(conditions: Sequence[str], fields: Mapping[str, Type] = FIELDS) -> tuple[Rule, ...]:
    """Compile conditions to rules on one event, as the compiler does."""
    names = {name: Name(type=of, source=f"s.get({name!r})") for name, of in fields.items()}
    scope = Scope(names=names, zone="UTC")
    return tuple(_rule(number, text, scope) for number, text in enumerate(conditions))


def _rule(number: int, text: str, scope: Scope) -> Rule:
    when = Condition(place=_PLACE, compiled=compile_expression(text, scope))
    return Rule(
        id=f"r{number}", place=_PLACE, on=("order.created",), record="order", do=(), when=when
    )


def order(number: int) -> dict[str, Any]:
    """Give order ``number``, always the same; a tenth of its values is missing."""
    dice = _Dice(-1 - number)
    present = {
        name: value
        for name, value in whole_order(number).items()
        if name in _NEVER_MISSING or dice.below(10) != 0
    }
    for part in (present["buyer"], *present["lines"]):
        for name in [name for name in part if dice.below(10) == 0]:
            del part[name]
    return present


def whole_order(number: int) -> dict[str, Any]:
    """Give order ``number`` with nothing missing."""
    dice = _Dice(number)
    place = dice.below(len(_REGIONS))
    lines: list[dict[str, Any]] = [
        {
            "sku": f"SKU-{dice.below(30)}",
            "pieces": 1 + dice.below(9),
            "price": dice.decimal(400),
            "kilos": dice.decimal(8),
        }
        for _ in range(3)
    ]
    listed = sum((line["price"] * line["pieces"] for line in lines), Decimal(0))
    rebate = listed * dice.one_of((0, 0, 5, 10, 30, 80)) / 100
    postage = Decimal(dice.one_of((0, 0, 6, 12)))
    return {
        "paid": listed - rebate + postage,
        "listed": listed,
        "rebate": rebate,
        "postage": postage,
        "kilos": sum((line["kilos"] * line["pieces"] for line in lines), Decimal(0)),
        "pieces": sum(line["pieces"] for line in lines),
        "hour": dice.below(24),
        "presale": dice.below(10) == 0,
        "wants_invoice": dice.below(5) == 0,
        "shop": dice.one_of(_SHOPS),
        "phone": f"1{dice.below(10**10):010d}"[: 9 if dice.below(20) == 0 else 11],
        "name": dice.one_of(("张三", "李四", "司马小明")),
        "street": f"{_TOWNS[place]}某某路{dice.below(999)}号{dice.one_of(_ENDS)}",
        "region": _REGIONS[place],
        "town": _TOWNS[place],
        "remark": dice.one_of(_REMARKS),
        "payment": dice.one_of(("paid", "paid", "paid", "open", "part")),
        "method": dice.one_of(("alipay", "wechat", "cod", "card")),
        "depot": dice.one_of(("NB1", "XM2", "BJ3", "none")),
        "buyer": {
            "rank": dice.below(6),
            "score": dice.below(1000),
            "returns": dice.below(12),
            "mark": dice.one_of(("fresh", "gold", "blocked", "usual")),
        },
        "lines": lines,
    }


class _Dice:
    """Numbers without a pattern that are the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2_654_435_761 + 97

    def below(self, limit: int) -> int:
        self._state = (self._state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        return (self._state >> 32) * limit >> 32

    def decimal(self, limit: int) -> Decimal:
        return Decimal(10 + self.below(limit * 100)) / 100

    def one_of(self, values: Sequence[Any]) -> Any:  # noqa: ANN401 - one of the values
        return values[self.below(len(values))]
