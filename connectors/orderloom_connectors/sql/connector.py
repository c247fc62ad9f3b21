"""What the connector ``sql`` offers; see the package."""

from collections.abc import Iterator, Mapping
from typing import Any

from orderloom.flow.effect import Call
from orderloom.ports import (
    Connector,
    ConnectorFacts,
    OperationShape,
    ReceivedFile,
    Session,
    Setting,
)
from orderloom_connectors.peers import demand_operation

# SQLAlchemy, which what works with databases needs, takes longer to load than a flow to check: it
# is loaded when a database is opened.

SCHEMES = ("postgresql",)
EXECUTE = "execute"
UPSERT = "upsert"


class Sql:
    """Reads and writes tables; see the package for which and how."""

    id = "sql"
    needs: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    operations: tuple[OperationShape, ...] = (
        OperationShape(name=UPSERT, keyed=True),
        OperationShape(name=EXECUTE, irreversible=True),
    )
    facts = ConnectorFacts(
        schemes=SCHEMES,
        settings=(
            Setting(name="file"),
            Setting(name="plain", kind="boolean"),
            Setting(name="writes", kind="texts"),
            Setting(name="statements", kind="map"),
        ),
        stream_settings=(
            Setting(name="table", required=True),
            Setting(name="cursor", required=True),
            Setting(name="columns", kind="texts"),
            Setting(name="batch", kind="integer"),
        ),
        evidence={
            "en": "Tested against a real PostgreSQL 15 and SQLite; no other database is offered.",
            "zh": "已用真实 PostgreSQL 15 与 SQLite 验证；不提供其他数据库。",
        },
    )

    def poll(self, session: Session, stream: str) -> Iterator[ReceivedFile]:
        """Give what changed since the last poll, in the order of the cursor.

        Raises:
            DeliveryFailed: The database cannot be used, or the table is not as it should be.
        """
        from orderloom_connectors.sql.databases import opened  # noqa: PLC0415
        from orderloom_connectors.sql.reading import read_rows  # noqa: PLC0415

        with opened(session) as engine:
            yield from read_rows(session, engine, stream)

    def taken(self, session: Session, stream: str, file: ReceivedFile) -> None:
        """Remember how far a stream was read."""
        if file.mark:
            session.notes.put(f"cursor/{stream}", file.mark)

    def perform(self, session: Session, call: Call) -> Mapping[str, Any]:
        """Write a row, or run a declared statement.

        Returns:
            ``rows``: how many were written.

        Raises:
            DeliveryFailed: It is not allowed, does not fit, or the database refuses it.
        """
        from orderloom_connectors.sql.databases import opened  # noqa: PLC0415
        from orderloom_connectors.sql.writing import execute, upsert  # noqa: PLC0415

        operations = {UPSERT: upsert, EXECUTE: execute}
        demand_operation(self.id, call, operations)
        with opened(session) as engine:
            return {"rows": operations[call.operation](session, engine, call.payload)}


CONNECTOR: Connector = Sql()
