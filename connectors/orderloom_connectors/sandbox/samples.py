"""Orders as people might place them: the same for the same seed, persons and goods invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random  # noqa: TID251 - seeded: the same orders every time
from typing import Literal

State = Literal["unpaid", "paid", "shipped"]

_DAY = timedelta(hours=20)
_STATES: tuple[State, ...] = ("paid", "paid", "unpaid", "paid", "shipped", "paid")
_GOODS = {
    "zh": (
        ("TEA-01", "明前龙井 250g", "128.00"),
        ("MUG-07", "手工陶杯", "39.90"),
        ("SCARF-3", "羊绒围巾（驼色）", "299.00"),
        ("NUT-12", "每日坚果 30 包", "89.50"),
        ("LAMP-2", "护眼台灯", "159.00"),
    ),
    "en": (
        ("TEA-01", "Spring green tea 250 g", "14.20"),
        ("MUG-07", "Hand-made mug", "9.95"),
        ("SCARF-3", "Cashmere scarf, camel", "49.00"),
        ("NUT-12", "Thirty bags of nuts", "18.50"),
        ("LAMP-2", "Desk lamp", "32.00"),
    ),
}
_NAMES = {
    "zh": ("张三", "李四", "王小明", "赵敏", "欧阳晓"),
    "en": ("Alex Doe", "Sam Roe", "Kim Poe", "Lee Moe", "Pat Zoe"),
}
_PLACES = {
    "zh": (
        ("浙江省", "杭州市", "西湖区", "文三路 1 号"),
        ("广东省", "深圳市", "南山区", "科技园 2 栋"),
        ("四川省", "成都市", "武侯区", "人民南路四段 3 号"),
    ),
    "en": (
        ("ON", "Toronto", "", "1 Example Street"),
        ("NY", "Albany", "", "2 Sample Avenue"),
        ("SG", "Singapore", "", "3 Test Road #04-05"),
    ),
}
_REMARKS = {
    "zh": ("", "", "请尽快发货", "送礼用，勿放价格单"),
    "en": ("", "", "Please hurry", "A gift"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article; ``price`` of one piece."""

    sku: str
    name: str
    quantity: int
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An order in nobody's words; a channel writes it in its own.

    ``index`` counts from 1 within a channel. Amounts are decimals of one currency, with two
    places; ``placed_at`` is aware, whole seconds.
    """

    index: int
    placed_at: datetime
    state: State
    buyer: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    remark: str
    lines: tuple[Line, ...]
    postage: Decimal
    discount: Decimal

    @property
    def goods(self) -> Decimal:
        """Give what the articles cost."""
        return sum((line.price * line.quantity for line in self.lines), Decimal("0.00"))

    @property
    def amount(self) -> Decimal:
        """Give what the buyer pays."""
        return self.goods + self.postage - self.discount


class Samples:
    """A channel's buyers.

    Args:
        language: ``zh`` or ``en``.
        seed: Decides everything but the times.
    """

    def __init__(self, language: str, seed: str) -> None:
        self._language = language
        self._random = Random(seed)  # noqa: S311 - not a secret
        self._index = 0

    def past(self, number: int, now: datetime) -> Iterator[Sample]:
        """Give orders of the last twenty hours, oldest first, one of three not to be shipped."""
        now = now.replace(microsecond=0)
        for index in range(number):
            placed_at = now - _DAY * (number - index) / number
            state = _STATES[self._index % len(_STATES)]
            yield self.next(placed_at.replace(microsecond=0), state)

    def next(self, placed_at: datetime, state: State = "paid") -> Sample:
        """Give one more order."""
        self._index += 1
        choose = self._random
        place = choose.choice(_PLACES[self._language])
        lines = tuple(
            Line(sku=sku, name=name, quantity=choose.randint(1, 3), price=Decimal(price))
            for sku, name, price in choose.sample(_GOODS[self._language], choose.randint(1, 3))
        )
        return Sample(
            index=self._index,
            placed_at=placed_at,
            state=state,
            buyer=choose.choice(_NAMES[self._language]),
            phone=f"1390000{choose.randint(0, 9999):04}",
            province=place[0],
            city=place[1],
            district=place[2],
            street=place[3],
            remark=choose.choice(_REMARKS[self._language]),
            lines=lines,
            postage=choose.choice((Decimal("0.00"), Decimal("8.00"))),
            discount=choose.choice((Decimal("0.00"), Decimal("5.00"))),
        )
