"""Why goods are taken from where they are taken is told; what is sensitive is not."""

import pytest
from tests.runtime.shop import opened, orders_file, write_shop
from tests.stocks.shelf import FLOW

from orderloom.app.inputs import Inputs
from orderloom.app.running import run

RANKED = FLOW.replace(
    "{reserve: central, lines: =lines, for: 30m}",
    "{reserve: central, lines: =lines, prefer: [PREFER]}",
).replace("does: text\n", "does: text\n  secret: {type: text, sensitive: true}\n", 1)
BOTH = [
    {"no": "1", "sku": "A", "place": "SH", "quantity": 2},
    {"no": "2", "sku": "A", "place": "BJ", "quantity": 3},
]


@pytest.mark.parametrize(
    ("prefer", "quantity", "told"),
    [
        ("=length(place.id)", 2, (["SH"], "whole", {"SH": 2, "BJ": 2})),
        ("fewest", 3, (["BJ"], "whole", {})),
        ("fewest", 5, (["SH", "BJ"], "few", {})),
        ("=place.id", 4, (["BJ", "SH"], "turn", {"BJ": "BJ", "SH": "SH"})),
        ("fewest, =place.id", 4, (["BJ", "SH"], "few", {"BJ": "BJ", "SH": "SH"})),
        (
            '"=place.id if has(secret) else place.id"',
            1,
            (["BJ"], "whole", {"BJ": "****", "SH": "****"}),
        ),
    ],
)
def test_a_choice_between_places_is_told(tmp_path, prefer, quantity, told):
    write_shop(tmp_path, RANKED.replace("PREFER", prefer))
    orders = [
        {"no": "B", "does": "bring", "lines": BOTH},
        {"no": "1", "does": "reserve", "lines": [{"no": "1", "sku": "A", "quantity": quantity}]},
    ]
    with opened(tmp_path) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "1.json", orders)], mapping="orders")])
        entries = [each.entry for each in app.stores.journal.all()]
    found = [e for entry in entries for e in entry.get("effects", ()) if e["effect"] == "placed"]
    assert [(each["places"], each["choice"], each["values"]) for each in found] == [told]


def test_where_only_one_place_has_any_nothing_is_chosen(tmp_path):
    write_shop(tmp_path, RANKED.replace("PREFER", "fewest"))
    orders = [
        {"no": "B", "does": "bring", "lines": BOTH[:1]},
        {"no": "1", "does": "reserve", "lines": [{"no": "1", "sku": "A", "quantity": 1}]},
    ]
    with opened(tmp_path) as app:
        run(app, [Inputs(files=[orders_file(tmp_path, "1.json", orders)], mapping="orders")])
        entries = [each.entry for each in app.stores.journal.all()]
    effects = [each["effect"] for entry in entries for each in entry.get("effects", ())]
    assert "stock" in effects
    assert "placed" not in effects
