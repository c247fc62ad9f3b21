"""Turn the UCI data set "Online Retail" into the CSV file that this flow reads.

    python make_data.py PUBLISHED [ROWS]

writes ``online_retail.csv`` and ``expected.json`` beside this script: all rows of the published
file, or the first ROWS. PUBLISHED is a CSV file, or a Parquet file where pyarrow is installed
(``pip install pyarrow``). What is expected is counted here, without Orderloom.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path

COLUMNS = ("CustomerID", "InvoiceDate", "Country", "Description", "Quantity", "UnitPrice")
BATCH = 50_000
MOST_LINES = 1000
"""An expression reads no longer list; such an order is quarantined."""

RUNAWAY = 5000


def main(arguments: Sequence[str]) -> int:
    """Write the two files and say how large the first is."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    rows = published(Path(arguments[0]))
    if len(arguments) == 2:
        rows = islice(rows, int(arguments[1]))
    here = Path(__file__).parent
    table = here / "online_retail.csv"
    expected = write(rows, table)
    text = json.dumps(expected, indent=2)
    (here / "expected.json").write_text(text + "\n", encoding="utf-8")
    print(f"{table.name}: {expected['lines']} lines, {table.stat().st_size // 2**20} MiB")
    return 0


def published(path: Path) -> Iterator[Mapping[str, object]]:
    """Give the published rows, a few at a time."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
        return
    from pyarrow import parquet  # noqa: PLC0415 - only for those who have the Parquet file

    for batch in parquet.ParquetFile(path).iter_batches(BATCH):
        yield from batch.to_pylist()


def write(rows: Iterable[Mapping[str, object]], table: Path) -> dict[str, object]:
    """Write the rows as CSV, and count what a reader will have to find."""
    orders: dict[tuple[str, ...], Order] = {}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            cells = [told(column, row[column]) for column in COLUMNS]
            writer.writerow(cells)
            orders.setdefault(tuple(cells[:3]), Order()).add(int(cells[4]), Decimal(cells[5]))
    taken = [order for order in orders.values() if order.lines <= MOST_LINES]
    return {
        "lines": sum(order.lines for order in orders.values()),
        "orders": len(taken),
        "too_long": len(orders) - len(taken),
        "credited": sum(order.total < 0 for order in taken),
        "runaway": sum(order.is_runaway for order in taken),
        "total": str(sum((order.total for order in taken), Decimal(0))),
    }


@dataclass(slots=True)
class Order:
    """What the rows of one customer, minute and country come to."""

    lines: int = 0
    total: Decimal = Decimal(0)
    is_runaway: bool = False

    def add(self, quantity: int, price: Decimal) -> None:
        """Count one row; prices are in whole pence, as in the flow."""
        self.lines += 1
        self.total += quantity * price.quantize(Decimal("0.01"), ROUND_HALF_UP)
        self.is_runaway |= abs(quantity) >= RUNAWAY


def told(column: str, value: object) -> str:
    """Write a value as the CSV file has it: customers without '.0', nothing for missing ones."""
    if value is None:
        return ""
    text = str(value)
    if column == "CustomerID":
        return text.removesuffix(".0")
    return text.strip() if column == "Description" else text


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
