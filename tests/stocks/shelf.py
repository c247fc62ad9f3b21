"""A flow whose orders reserve as they come in, and what its store says of the goods."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from tests.runtime.shop import store_url

from orderloom.app.application import Application
from orderloom.definition.record import AMOUNTS, RESERVED, SHELF

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: lead, see: {order: {fields: all}}}
---
kind: table
id: depots
columns: {id: text}
rows: [{id: SH}, {id: BJ}]
---
{kind: stock, id: central, item: sku, places: depots}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  does: text
  lines: {type: list, of: {no: text, sku: text, place: text, quantity: integer}, key: no}
---
kind: mapping
id: orders
record: order
read: {format: json, each: "orders[*]"}
zone: Asia/Shanghai
fields:
  no: no
  does: does
  lines: {each: "lines[*]", fields: {no: no, sku: sku, place: place, quantity: quantity}}
---
kind: rule
id: doing
on: [order.created, order.does.changed]
do:
  - choose:
      - {when: does == "bring", do: [{move: central, lines: =lines, to: available}]}
      - {when: does == "freeze", do: [{move: central, lines: =lines, from: available, to: frozen}]}
      - {when: does == "reserve", do: [{reserve: central, lines: =lines, for: 30m}]}
      - {when: does == "release", do: [{release: central}]}
      - {when: does == "deduct", do: [{deduct: central}]}
      - {when: does == "give", do: [{release: central, lines: =lines}]}
      - {when: does == "send", do: [{move: central, lines: =lines, from: reserved, to: in_transit}]}
      - else: []
"""


def on_shelves(app: Application) -> dict[tuple[str, str, str], Decimal]:
    """Give what there is by item, place and kind."""
    with app.stores.reader() as reader:
        return {
            (shelf.values["key"], each["place"], each["kind"]): each["quantity"]
            for shelf in reader.all(SHELF)
            for each in shelf.values.get(AMOUNTS) or ()
        }


def held_by_orders(app: Application) -> dict[tuple[str, str, str], Decimal]:
    """Give what the orders have reserved, as if it were on shelves."""
    held: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    with app.stores.reader() as reader:
        for order in reader.all("order"):
            for line in order.values.get(RESERVED) or ():
                held[line["item"], line["place"], "reserved"] += Decimal(line["quantity"])
    return dict(held)


def in_ledger(folder: Path) -> dict[tuple[str, str, str], Decimal]:
    """Give the sums of the lines in a folder's ledger; each line's balance is the sum so far.

    The store is closed: another copy of SQLite in one process takes away the locks of the first.
    """
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    url = store_url(folder).replace("postgresql:", "postgresql+psycopg:")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        lines = connection.exec_driver_sql(
            "SELECT item, place, kind, change, balance FROM stock_lines ORDER BY seq"
        )
        for item, place, kind, change, balance in lines:
            found[item, place, kind] += Decimal(change)
            assert found[item, place, kind] == Decimal(balance) >= 0
    engine.dispose()
    return {where: quantity for where, quantity in found.items() if quantity}
