"""Figures over orders that others published: what Polars says of the same rows."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.kernel.world import MANIFEST, World

from orderloom.flow.command import Observe, Origin
from orderloom.kernel.looking import looking

pl = pytest.importorskip("polars", reason="needs polars, which is not installed here")
pytestmark = pytest.mark.shared

LINES = """
kind: record
id: line
identity: [no]
fields: {no: text, country: text, customer: text, quantity: integer, price: decimal, article: text}
"""
OF_LINES = {
    "counted": "count: line.created, where: quantity > 0",
    "sold": "sum: price * quantity, of: line.created",
    "mean": "avg: quantity, of: line.created",
    "cheapest": "min: price, of: line.created",
    "dearest": "max: price, of: line.created",
    "customers": "distinct: customer, of: line.created",
    "articles": "distinct: article, of: line.created",
    "returned": "share: quantity < 0, of: line.created",
}
ROWS = 3_000
WINDOW = timedelta(hours=2)


def _manifest(record: str) -> str:
    """Give the world's flow about records of another type."""
    return MANIFEST.replace("order", record)


def _metrics(figures: Mapping[str, str], by: str, window: str) -> str:
    return "".join(
        f"---\n{{kind: metric, id: {name}, figure: {{{figure}, by: [{by}], {window}}}}}\n"
        for name, figure in figures.items()
    )


def _take(world: World, record: str, number: str, at: datetime, values: dict[str, Any]) -> None:
    present = {name: each for name, each in values.items() if each is not None}
    origin = Origin(f"m{number}")
    world.take(Observe(origin, at, "channel", record, number, {"no": number, **present}, at))


def _asked(world: World, at: datetime, names: Mapping[str, str], group: str) -> dict[str, Any]:
    work = looking(world.program, world.view, at)
    return {name: work.metrics.read(name, "value", (group,), at) for name in names}


def _online_retail(shared: Path) -> Any:
    file = (
        shared / "data/orders_datasets/uci_online_retail_2010_2011/slice_2010-12_no_invoice_no.csv"
    )
    # Prices as exact thousandths: in binary fractions no two sums would be equal.
    thousandths = pl.col("UnitPrice").str.to_decimal(scale=3) * 1_000
    return (
        pl.read_csv(file, infer_schema=False)
        .with_row_index("no")
        .head(ROWS)
        .with_columns(
            at=pl.col("InvoiceDate")
            .str.to_datetime("%Y-%m-%d %H:%M:%S")
            .dt.replace_time_zone("UTC"),
            quantity=pl.col("Quantity").cast(pl.Int64),
            price=thousandths.cast(pl.Int64),
        )
        .sort("at", "no")
    )


def test_online_retail_says_what_polars_says(shared: Path) -> None:
    rows = _online_retail(shared)
    window = "within: 2h"
    world = World(LINES + _metrics(OF_LINES, "country", window), manifest=_manifest("line"))
    for row in rows.iter_rows(named=True):
        values = {
            "country": row["Country"],
            "customer": row["CustomerID"] or None,
            "quantity": row["quantity"],
            "price": Decimal(row["price"]) / 1_000,
            "article": row["Description"] or None,
        }
        _take(world, "line", str(row["no"]), row["at"], values)
    first, last = rows["at"].min(), rows["at"].max()
    instants = [first + (last - first) * part / 12 for part in range(13)] + [first + WINDOW]
    compared = 0
    for at in instants:
        for country in rows["Country"].unique().sort():
            inside = rows.filter(
                (pl.col("Country") == country) & pl.col("at").is_between(at - WINDOW, at)
            )
            found = _asked(world, at, OF_LINES, country)
            assert found == _lines_by_polars(inside), (at, country)
            compared += len(inside)
    assert compared > ROWS


def _lines_by_polars(inside: Any) -> dict[str, Any]:
    of = inside.select(
        counted=(pl.col("quantity") > 0).sum(),
        sold=(pl.col("price") * pl.col("quantity")).sum(),
        quantity=pl.col("quantity").sum(),
        cheapest=pl.col("price").min(),
        dearest=pl.col("price").max(),
        customers=pl.col("CustomerID").filter(pl.col("CustomerID") != "").n_unique(),
        articles=pl.col("Description").filter(pl.col("Description") != "").n_unique(),
        returned=(pl.col("quantity") < 0).sum(),
    ).row(0, named=True)
    number = len(inside)
    return {
        "counted": of["counted"],
        "sold": Decimal(of["sold"]) / 1_000,
        "mean": Decimal(of["quantity"]) / number if number else None,
        "cheapest": Decimal(of["cheapest"]) / 1_000 if number else None,
        "dearest": Decimal(of["dearest"]) / 1_000 if number else None,
        "customers": of["customers"],
        "articles": of["articles"],
        "returned": Decimal(of["returned"]) / number if number else None,
    }


STEPS = """
kind: record
id: step
identity: [no]
fields:
  {no: text, activity: text, price: decimal, weight: decimal, items: {type: list, of: {item: text}}}
"""
OF_STEPS = {
    "steps": "count: step.created",
    "worth": "sum: price, of: step.created",
    "heaviest": "max: weight, of: step.created",
    "newest": "last: price, of: step.created",
    "pieces": "count: step.created, each: items",
    "kinds": "distinct: item, of: step.created, each: items",
}


def _ordered_steps(shared: Path) -> Any:
    file = shared / "data/process_logs/ocel_order_simulated/ocel_order_simulated.csv"
    names = {"ocel:eid": "no", "ocel:activity": "activity", "ocel:type:items": "items"}
    return (
        pl.read_csv(file, infer_schema=False)
        .rename(names)
        .with_columns(
            at=pl.col("ocel:timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S%.3fZ", time_zone="UTC"),
            items=pl.col("items").str.extract_all(r"\d+"),
            price=(pl.col("price").str.to_decimal(scale=3) * 1_000).cast(pl.Int64),
            weight=(pl.col("weight").str.to_decimal(scale=3) * 1_000).cast(pl.Int64),
        )
        .with_row_index("row")
        .sort("at", "row")
        .head(ROWS)
    )


def _local_days(rows: Any) -> Iterator[datetime]:
    """Give some instants of some local days, each day's first moment among them."""
    begin = datetime(2019, 5, 20, 16, tzinfo=UTC)
    last = rows["at"].max()
    for day in range(12):
        for hours in (0, 9, 17):
            at = begin + timedelta(days=day, hours=hours)
            if at <= last:
                yield at


def test_an_object_centric_log_says_what_polars_says(shared: Path) -> None:
    rows = _ordered_steps(shared)
    world = World(STEPS + _metrics(OF_STEPS, "activity", "over: day"), manifest=_manifest("step"))
    for row in rows.iter_rows(named=True):
        values = {
            "activity": row["activity"],
            "price": Decimal(row["price"]) / 1_000,
            "weight": Decimal(row["weight"]) / 1_000,
            "items": [{"item": each} for each in row["items"]],
        }
        _take(world, "step", str(row["row"]), row["at"], values)
    compared = 0
    for at in _local_days(rows):
        midnight = (at + timedelta(hours=8)).replace(hour=0) - timedelta(hours=8)
        for activity in rows["activity"].unique().sort():
            inside = rows.filter(
                (pl.col("activity") == activity) & pl.col("at").is_between(midnight, at)
            )
            assert _asked(world, at, OF_STEPS, activity) == _steps_by_polars(inside), (at, activity)
            compared += len(inside)
    assert compared > 100


def _steps_by_polars(inside: Any) -> dict[str, Any]:
    items = inside["items"].explode().drop_nulls()
    number = len(inside)
    return {
        "steps": number,
        "worth": Decimal(inside["price"].sum()) / 1_000,
        "heaviest": Decimal(inside["weight"].max()) / 1_000 if number else None,
        "newest": Decimal(inside["price"][-1]) / 1_000 if number else None,
        "pieces": len(items),
        "kinds": items.n_unique(),
    }
