"""A record of every type, and the scope in which the tests of expressions stand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.expression.tables import compiled

from orderloom.expression import types
from orderloom.expression.data import read_data
from orderloom.expression.scope import Name, Scope
from orderloom.expression.types import ChoiceType, ListType, MoneyType, ObjectType, Type

LINE = ObjectType(
    {
        "id": types.TEXT,
        "sku": types.TEXT,
        "quantity": types.INTEGER,
        "price": MoneyType("CNY"),
    }
)
CUSTOMER = ObjectType(
    {"tier": types.TEXT, "level": types.INTEGER, "zone": types.TEXT}, aliases={"等级": "level"}
)
PLACE = ObjectType({"lat": types.DECIMAL, "lng": types.DECIMAL})
FIELDS: dict[str, Type] = {
    "qty": types.INTEGER,
    "amount": types.DECIMAL,
    "price": types.MONEY,
    "cost": MoneyType("CNY"),
    "status": ChoiceType(("paid", "shipped", "cancelled")),
    "phone": types.PHONE,
    "address": types.TEXT,
    "vip": types.BOOLEAN,
    "paid_at": types.TIME,
    "due": types.DATE,
    "wait": types.DURATION,
    "tags": ListType(types.TEXT),
    "lines": ListType(LINE),
    "customer": CUSTOMER,
    "event": ObjectType({"reason": types.TEXT}, open=True),
    "payload": types.ANY,
    "home": PLACE,
    "depot": PLACE,
    "no_place": PLACE,
    "no_text": types.TEXT,
    "no_number": types.DECIMAL,
    "no_number_int": types.INTEGER,
    "no_money": types.MONEY,
    "no_time": types.TIME,
    "no_flag": types.BOOLEAN,
    "unknown": types.BOOLEAN,
    "no_list": ListType(types.TEXT),
    "no_list_of_numbers": ListType(types.DECIMAL),
}
NOW = datetime(2026, 1, 7, 2, 0, tzinfo=UTC)
AROUND = SimpleNamespace(now=NOW)


def order() -> dict[str, Any]:
    """Give the record; what begins with ``no_`` is missing."""
    values = read_data(Path(__file__).with_name("order.json").read_bytes())
    values["payload"]["empty"] = ""
    return values


def scope(zone: str = "Asia/Shanghai") -> Scope:
    """Give the scope."""
    names = {name: Name(type=of, source=f"s.get({name!r})") for name, of in FIELDS.items()}
    names["数量"] = names["qty"]
    names["now"] = Name(type=types.TIME, source="e.now", volatile=True)
    names["settings"] = Name(
        type=ObjectType({"late_after": types.DURATION}),
        constant={"late_after": timedelta(hours=48)},
        is_constant=True,
    )
    made = Scope(names=names, zone=zone, aliases={"数量": "qty"}, elsewhere={"old": "OL999"})
    return compiled().added_to(made)
