"""The straight way through a mapping whose amounts have their currency beside them."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mapping.building import field, item, json_source, lines, path, program, split

from orderloom.flow.message import MappedItem
from orderloom.mapping.convert.beside import in_currency
from orderloom.mapping.straight import can_go_straight
from orderloom.mapping.unfit import Unfit

ITEMS = {
    "any": item("any", "money", name="any"),
    "euro": item("euro", "money", target=field("euro", "money", currency="EUR")),
    "yen": item("yen", "money", target=field("yen", "money", currency="JPY")),
    "minor": item("minor", "money", name="minor", format="minor"),
    "lines": lines({"price": item("price", "money", name="price")}),
}
MADE = program(ITEMS, json_source(), currency=path("pay.currency"))
AMOUNTS = st.sampled_from(
    ["5.00", "5.0", "5", ".50", "0.005", "-5.00", " 5.00", "1234567890123456.00", "EUR 5.00",
     "5.0a", "", "12.345", 7, None, True]
)  # fmt: skip
CURRENCIES = st.sampled_from(
    ["EUR", "JPY", "KWD", "CNY", "eur", " EUR", "USX", "", None, 5, ["EUR"], {"EUR": "EUR"}]
)


def plainly(one, amount, currency):
    """The conversion itself, or the code of what it says against the values."""
    try:
        return in_currency(one)(amount, currency)
    except Unfit as trouble:
        return trouble.code


def test_a_currency_beside_the_amounts_leaves_the_way_straight():
    assert can_go_straight(MADE._mapping)


@given(st.fixed_dictionaries(dict.fromkeys((*ITEMS, "price"), AMOUNTS)), CURRENCIES)
@settings(max_examples=400, deadline=None)
def test_the_straight_way_gives_what_the_conversion_gives(amounts, currency):
    names = [name for name in ITEMS if name != "lines"]
    raw = {"no": "1", "pay": {"currency": currency}, "lines": [{"price": amounts["price"]}]}
    raw |= {name: amounts[name] for name in names}
    wanted = {name: plainly(ITEMS[name], amounts[name], currency) for name in names}
    price = plainly(dict(ITEMS["lines"].parts)["price"], amounts["price"], currency)
    wanted["lines"] = (
        price if isinstance(price, str) else [{} if price is None else {"price": price}]
    )

    [found] = split(MADE, msgspec.json.encode(raw))

    if isinstance(found, MappedItem):
        assert found.values == {"no": "1", **wanted}
        assert [str(each) for each in found.values.values()] == ["1", *map(str, wanted.values())]
    else:
        told = {fault.field: fault.code for fault in found.faults}
        refused = {name: each for name, each in wanted.items() if isinstance(each, str)}
        assert {name.partition("[")[0]: code for name, code in told.items()} == refused


def test_an_item_without_a_currency_goes_the_careful_way():
    [found] = split(MADE, b'{"no": "1", "any": "5.00", "pay": []}')
    assert str(found.values["any"].amount) == "5.00"
    assert found.values["any"].currency == "CNY"
