"""The table ``rates``: what it must look like for ``convert`` to read it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import blake2s
from zoneinfo import ZoneInfo

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.table import Column, Row
from orderloom.expression.conditions import OneOf
from orderloom.expression.currencies import MINOR_UNITS, is_currency
from orderloom.expression.kinds import kind
from orderloom.expression.rates import Rate, Rates
from orderloom.names import nearest

_NEEDED = {"from": "text", "to": "text", "rate": "number"}
_TIMES = ("time", "date")


def build_rates(draft: Draft, columns: Mapping[str, Column], rows: Sequence[Row]) -> Rates | None:
    """Build what ``convert`` reads; None when the columns are others.

    ``from`` and ``to`` are currencies, each with or without ``match: equal``; one unit of the
    first is ``rate`` units of the second, from ``since`` to before ``until``: instants, or days
    that begin at midnight of the flow's zone. Wrong currencies, rates and doubles are findings.
    """
    if not _has_shape(columns):
        return None
    found: dict[tuple[str, str, datetime | None], Row] = {}
    rates: list[Rate] = []
    for row in rows:
        rate = _rate(draft, row)
        if rate is None:
            continue
        key = (rate.source, rate.target, rate.since)
        first = found.setdefault(key, row)
        if first is not row:
            facts = {"source": rate.source, "target": rate.target}
            draft.findings.error("OL282", row.place, related=first.place, **facts)
        rates.append(rate)
    content = blake2s(repr(rates).encode(), digest_size=10).hexdigest()
    return Rates(rates, content)


def _has_shape(columns: Mapping[str, Column]) -> bool:
    for name, wanted in _NEEDED.items():
        column = columns.get(name)
        if column is None or kind(column.type) != wanted:
            return False
        if column.match not in ((None, "equal") if wanted == "text" else (None,)):
            return False
    times = (columns[name] for name in ("since", "until") if name in columns)
    return all(kind(each.type) in _TIMES and each.match is None for each in times)


def _rate(draft: Draft, row: Row) -> Rate | None:
    cells = {name: _plain(cell) for name, cell in row.cells.items()}
    lacking = [name for name in _NEEDED if cells.get(name) is None]
    for name in lacking:
        draft.findings.error("OL291", row.place, column=name)
    strange = list(_strange_currencies(draft, row, cells))
    rate = Decimal(str(cells.get("rate", 1)))
    if rate <= 0:
        draft.findings.error("OL281", row.place, value=f"{rate:f}")
    if lacking or strange or rate <= 0:
        return None
    zone = ZoneInfo(draft.outline.zone)
    return Rate(
        source=str(cells["from"]),
        target=str(cells["to"]),
        rate=rate,
        since=_instant(cells.get("since"), zone),
        until=_instant(cells.get("until"), zone),
    )


def _strange_currencies(draft: Draft, row: Row, cells: Mapping[str, object]) -> Iterator[str]:
    for name in ("from", "to"):
        currency = cells.get(name)
        if isinstance(currency, str) and not is_currency(currency):
            close = nearest(currency, MINOR_UNITS) or ""
            draft.findings.error("OL333", row.place, found=currency[:40], nearest=close)
            yield currency


def _plain(cell: object) -> object:
    return cell.values[0] if isinstance(cell, OneOf) else cell


def _instant(cell: object, zone: ZoneInfo) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    return datetime.combine(cell, time(), zone).astimezone(UTC) if isinstance(cell, date) else None
