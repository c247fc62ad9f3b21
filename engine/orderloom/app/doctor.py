"""Examines an installation from the flow to the disk, and says of each part what is to be done."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from orderloom.app.application import Application, open_application
from orderloom.app.backups import Place, is_file, lacking, place_of
from orderloom.app.checking import check_folder
from orderloom.app.probing import probe
from orderloom.app.standing import standing_of
from orderloom.errors import OrderloomError
from orderloom.expression.literals import format_time
from orderloom.ports import Clock
from orderloom.store.engine import corrupts_wal, sqlite_driver
from orderloom.store.instants import micros
from orderloom.store.sizes import TableSize, damage, newest_instant, table_sizes

Level = Literal["fine", "warning", "error"]
LATE = timedelta(minutes=10)
"""What waits for so long is done by nobody."""
FEW_DAYS = 14
"""Room for fewer days of growth is too little."""
LITTLE_MB = 500
BEHIND_SECONDS = 2
_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part that was examined.

    Attributes:
        check: Which.
        name: Of a connection, which.
        level: How it is.
        code: What is wrong, and what to do; None where all is fine.
        facts: Of the code.
    """

    check: str
    name: str = ""
    level: Level = "fine"
    code: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All findings in the order of the parts, and the store's tables."""

    findings: Sequence[Finding]
    tables: Sequence[TableSize]

    @property
    def is_sick(self) -> bool:
        """Say whether something is broken."""
        return any(each.level == "error" for each in self.findings)


def examine(
    folder: Path, url: str, environment: str | None, clock: Clock, *, asks: bool
) -> Examination:
    """Examine everything; what is broken stops no other part.

    Args:
        folder: The flow's folder.
        url: Its store's address.
        environment: Which of the flow's; None: the first that is not production.
        clock: This computer's.
        asks: Whether connections are asked for something, too.
    """
    findings: list[Finding] = [_configuration(folder, environment)]
    sizes: list[TableSize] = []
    if findings[0].level == "error":
        return Examination(findings=findings, tables=sizes)
    try:
        if not is_file(url):
            findings += [
                Finding(check="database"),
                *_work(folder, url, environment, clock, asks=asks),
            ]
            return Examination(findings=findings, tables=sizes)
        place = place_of(url)
        whole = list(_file(place, clock))
        findings += whole
        if not any(each.level == "error" for each in whole):
            sizes = table_sizes(place.file, clock.now())
            findings.append(_disk(place, sizes))
            findings += _work(folder, url, environment, clock, asks=asks)
    except OrderloomError as error:
        findings.append(_wrong("database", error))
    return Examination(findings=findings, tables=sizes)


def _wrong(check: str, error: OrderloomError) -> Finding:
    return Finding(check=check, level="error", code=error.code, facts=dict(error.facts))


def _configuration(folder: Path, environment: str | None) -> Finding:
    levels = [each.severity for each in check_folder(folder, environment).diagnostics]
    if not levels:
        return Finding(check="configuration")
    errors = levels.count("error")
    facts = {"errors": str(errors), "warnings": str(len(levels) - errors)}
    level: Level = "error" if errors else "warning"
    return Finding(check="configuration", level=level, code="OL096", facts=facts)


def _file(place: Place, clock: Clock) -> Iterator[Finding]:
    """Examine a store's file without opening it for work."""
    driver = sqlite_driver()
    if corrupts_wal(driver.sqlite_version_info):
        facts = {"version": driver.sqlite_version}
        yield Finding(check="database", level="warning", code="OL625", facts=facts)
    else:
        yield Finding(check="database")
    if (found := damage(place.file)) is not None:
        facts = {"file": str(place.file), "reason": found}
        yield Finding(check="integrity", level="error", code="OL084", facts=facts)
        return
    yield Finding(check="integrity")
    _, missing = lacking(place)
    if missing:
        facts = {"number": str(len(missing))}
        yield Finding(check="schema", level="error", code="OL044", facts=facts)
        return
    yield Finding(check="schema")
    yield _key(place)
    yield _clock(place, clock)


def _key(place: Place) -> Finding:
    if place.opens():
        return Finding(check="master key")
    facts = {"path": str(place.file)}
    return Finding(check="master key", level="error", code="OL092", facts=facts)


def _clock(place: Place, clock: Clock) -> Finding:
    """Compare the clock with the newest instant that the store knows of: it only goes forward."""
    behind = (newest_instant(place.file) - micros(clock.now())) / 1_000_000
    if behind < BEHIND_SECONDS:
        return Finding(check="clock")
    facts = {"seconds": str(round(behind)), "source": place.file.name}
    return Finding(check="clock", level="error", code="OL097", facts=facts)


def _disk(place: Place, sizes: Sequence[TableSize]) -> Finding:
    free = shutil.disk_usage(place.file.absolute().parent).free
    daily = sum(each.daily for each in sizes)
    facts = {"free": f"{free // _MB:,}", "daily": f"{daily / _MB:,.1f}"}
    if free >= LITTLE_MB * _MB and free >= FEW_DAYS * daily:
        return Finding(check="disk", facts=facts)
    return Finding(check="disk", level="warning", code="OL098", facts=facts)


def _work(
    folder: Path, url: str, environment: str | None, clock: Clock, *, asks: bool
) -> Iterator[Finding]:
    with open_application(folder, url, environment=environment, clock=clock) as app:
        yield _waiting(app)
        if app.switch.is_stopped():
            facts = {"waiting": str(app.stores.outbox.counts().get("waiting", 0))}
            yield Finding(check="outgoing", level="warning", code="OL866", facts=facts)
        yield from _connections(app)
        if asks:
            yield from _asked(app)


def _waiting(app: Application) -> Finding:
    """Say whether what waits is worked."""
    now = app.clock.now()
    depths = app.stores.depths(now)
    since = min((at for at in (depths.oldest_message, depths.oldest_due) if at), default=now)
    if now - since < LATE:
        return Finding(check="work")
    facts = {"since": format_time(since)}
    return Finding(check="work", level="warning", code="OL045", facts=facts)


def _connections(app: Application) -> Iterator[Finding]:
    for standing in standing_of(app):
        name = standing.connection.id
        state = "resting" if standing.resting_until is not None else standing.state
        if state in {"unused", "up"}:
            yield Finding(check="connection", name=name)
            continue
        facts = {"connection": name, "state": state}
        level: Level = "error" if state == "down" else "warning"
        yield Finding(check="connection", name=name, level=level, code="OL099", facts=facts)


def _asked(app: Application) -> Iterator[Finding]:
    """Ask every connection for something, as a run would, and take nothing."""
    for connection in app.flow.connections.values():
        if app.flow.environment not in connection.environments:
            continue
        try:
            errors = [each.error for each in probe(app, connection.id) if each.error is not None]
        except OrderloomError as error:
            errors = [error]
        found = _wrong("asked", errors[0]) if errors else Finding(check="asked")
        yield replace(found, name=connection.id)
