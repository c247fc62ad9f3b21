"""The connector `sql` on a real PostgreSQL and on SQLite: what it reads and writes."""

import json
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from tests.connectors.shop import NOW, foreseen, give, opened, orders, poll, write
from tests.servers.postgres import PASSWORD, USER, listening_server

from orderloom.errors import DeliveryFailed

CONNECTION = """kind: connection
id: peer
connector: sql
zone: Asia/Shanghai
environments: {{test: {address}}}
with: {{{own}writes: [shipped, "od''d; drop table shipped--"], statements: {{cancel: {cancel}}}}}
streams:
  orders: {{mapping: orders, overlap: 10m, with: {{table: {table}, cursor: {cursor}{more}}}}}
retry: {{tries: 1}}
"""
CANCEL = "'update shipped set state = :state where no = :no'"
RULE = """kind: rule
id: tell
on: order.created
do:
  - call: peer.{operation}
    once: once_told
    with: {{{given}}}
    then: [{{set: {{told: done}}, when: answer.rows == 1}}]
    else: [{{set: {{told: refused}}}}]
"""
HERE = NOW.replace(tzinfo=None) + timedelta(hours=8)
_names = count()


@dataclass
class Database:
    """A database with empty tables; ``address`` and ``own`` go into the connection."""

    engine: sa.Engine
    address: str
    own: str

    def do(self, text, **values):
        with self.engine.begin() as connection:
            return connection.execute(sa.text(text), values)

    def rows(self, text):
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(text))]

    def order(self, number, at=HERE, amount="1.50"):
        text = "insert into orders (no, amount, changed_at) values (:no, :amount, :at)"
        self.do(text, no=number, amount=amount, at=at)

    def connection(self, *, table="orders", cursor="changed_at", more="", cancel=CANCEL):
        return CONNECTION.format(
            address=self.address, own=self.own, table=table, cursor=cursor, more=more, cancel=cancel
        )


@pytest.fixture(scope="module")
def server():
    with listening_server() as port:
        yield port


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, monkeypatch):
    if request.param == "sqlite":
        (tmp_path / "shop" / "erp").mkdir(parents=True)
        engine = sa.create_engine(f"sqlite:///{tmp_path}/shop/erp/erp.db", poolclass=sa.NullPool)
        made = Database(engine, "{folder: erp}", "file: erp.db, ")
    else:
        port, name = request.getfixturevalue("server"), f"erp{next(_names)}"
        url = f"postgresql+psycopg://{USER}:{PASSWORD}@127.0.0.1:{port}"
        admin = sa.create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"create database {name}"))
        admin.dispose()
        monkeypatch.setenv("ORDERLOOM_SECRET_ERP", json.dumps({"user": USER, "password": PASSWORD}))
        engine = sa.create_engine(f"{url}/{name}", poolclass=sa.NullPool)
        address = f'{{url: "postgresql://127.0.0.1:{port}/{name}", secret: erp}}'
        made = Database(engine, address, "plain: true, ")
    made.do(
        "create table orders (no text primary key, amount numeric(12, 2), changed_at timestamp)"
    )
    made.do("create table shipped (no text primary key, state text, number integer)")
    yield made
    made.engine.dispose()


def failed(app):
    with pytest.raises(DeliveryFailed) as caught:
        poll(app)
    return caught.value.code, caught.value.facts


def test_rows_come_in_the_order_of_the_cursor_and_once(database, tmp_path):
    for number, minutes in (("B", 5), ("A", 9), ("C", 1)):
        database.order(number, HERE - timedelta(minutes=minutes))
    write(tmp_path, database.connection(more=", batch: 2"))
    with opened(tmp_path) as app:
        said = foreseen(app)
        assert poll(app) == said == {"accepted": 3, "applied": 3}
        assert {number: str(amount.amount) for number, amount in orders(app).items()} == {
            "A": "1.50", "B": "1.50", "C": "1.50",
        }  # fmt: skip
        database.order("D")
        assert poll(app)["applied"] >= 1
        assert sorted(orders(app)) == ["A", "B", "C", "D"]


def test_a_row_committed_late_is_found_within_the_overlap(database, tmp_path):
    database.order("A")
    write(tmp_path, database.connection())
    with opened(tmp_path) as app:
        poll(app)
        database.order("late", HERE - timedelta(minutes=9))
        database.order("lost", HERE - timedelta(minutes=11))
        poll(app)
        assert sorted(orders(app)) == ["A", "late"]


def test_many_rows_of_one_instant_are_all_read(database, tmp_path):
    for number in range(25):
        database.order(f"A{number}")
    write(tmp_path, database.connection(more=", batch: 10"))
    with opened(tmp_path) as app:
        connector, session = app.switchboard.route("peer")
        reading = connector.poll(session, "orders")
        connector.taken(session, "orders", next(reading))
        reading.close()  # the process dies after the first ten
        assert poll(app)["applied"] == 25


def test_a_row_without_a_cursor_value_is_read(database, tmp_path):
    database.order("A", None)
    database.order("B")
    write(tmp_path, database.connection())
    with opened(tmp_path) as app:
        poll(app)
        assert sorted(orders(app)) == ["A", "B"]


def test_a_view_and_a_number_will_do(database, tmp_path):
    database.do("create table lines (n integer primary key, no text, amount numeric(12, 2))")
    database.do("create view open_lines as select n, no, amount from lines where amount > 0")
    database.do("insert into lines values (1, 'A', 1), (2, 'B', 0), (3, 'C', 2)")
    write(tmp_path, database.connection(table="open_lines", cursor="n"))
    with opened(tmp_path) as app:
        assert poll(app)["applied"] == 2
        database.do("insert into lines values (4, 'D', 3)")
        poll(app)
        assert sorted(orders(app)) == ["A", "C", "D"]


@pytest.mark.parametrize(
    "name",
    ["orders; drop table shipped", "orders--", 'or"ders', "or'ders", "订单 %s :x", "a.b.c", "a b"],
)
def test_a_hostile_name_is_only_a_name(name, database, tmp_path):
    quoted = '"' + name.replace('"', '""') + '"'
    in_yaml = "'" + name.replace("'", "''") + "'"
    write(tmp_path, database.connection(table=in_yaml))
    with opened(tmp_path) as app:
        assert failed(app)[0] == "OL815"
        with database.engine.begin() as connection:
            columns = "(no text primary key, amount numeric(12, 2), changed_at timestamp)"
            text = f"create table {quoted} {columns}"
            connection.exec_driver_sql(
                text.replace("%", "%%") if "psycopg" in str(database.engine.url) else text
            )
        assert poll(app) == {}
    assert database.rows("select count(*) from shipped") == [(0,)]


def test_a_table_that_changed_is_told_before_it_is_read(database, tmp_path):
    database.order("A")
    write(tmp_path, database.connection(more=", columns: [no, amount, buyer]"))
    with opened(tmp_path) as app:
        code, facts = failed(app)
        assert (code, facts["columns"]) == ("OL824", "buyer")
        assert facts["known"] == "no, amount, changed_at"
        assert orders(app) == {}
        database.do("alter table orders add column buyer text")
        assert poll(app)["applied"] == 1


def tell(database, tmp_path, operation, given, *, note="x", cancel=CANCEL):
    write(
        tmp_path, database.connection(cancel=cancel), RULE.format(operation=operation, given=given)
    )
    with opened(tmp_path) as app:
        body = json.dumps([{"no": "A-1", "amount": "1", "note": note}]).encode()
        give(app, tmp_path, "a.json", body)
        with app.stores.reader() as reader:
            [record] = reader.all("order")
            return record.values.get("told")


INJECTION = "x', 1); drop table shipped; --"


@pytest.mark.parametrize("note", ["paid", INJECTION, "已付 %s :no $1 \\"])
def test_a_row_is_written_once_and_over_itself(note, database, tmp_path):
    given = "table: shipped, no: =no, state: =note, number: '7'"
    assert tell(database, tmp_path, "upsert", given, note=note) == "done"
    assert database.rows("select no, state, number from shipped") == [("A-1", note, 7)]
    database.do("update shipped set state = 'other', number = 8")
    (tmp_path / "store.db").unlink()
    assert (
        tell(database, tmp_path, "upsert", "table: shipped, no: =no, state: =note", note=note)
        == "done"
    )
    assert database.rows("select no, state, number from shipped") == [("A-1", note, 8)]


@pytest.mark.parametrize(
    "given",
    [
        "table: orders, no: =no",  # not listed
        "table: =note, no: =no",
        "table: shipped, no: =no, 'state, number': x",
        "table: shipped, state: =note",  # no key
        "table: shipped, no: =no, number: many",
    ],
)
def test_what_does_not_fit_is_refused(given, database, tmp_path):
    assert tell(database, tmp_path, "upsert", given, note=INJECTION) == "refused"
    assert database.rows("select count(*) from shipped") == [(0,)]


def test_a_declared_statement_takes_bound_values_only(database, tmp_path):
    database.do("insert into shipped values ('A-1', 'paid', 1), ('B-2', 'paid', 1)")
    given = "statement: cancel, no: =no, state: =note"
    assert tell(database, tmp_path, "execute", given, note=INJECTION) == "done"
    assert database.rows("select no, state from shipped order by no") == [
        ("A-1", INJECTION), ("B-2", "paid"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "cancel"),
    [
        ("statement: drop, no: =no", CANCEL),
        ("statement: cancel, no: =no", CANCEL),
        ("statement: cancel, no: =no, state: x, more: y", CANCEL),
        ("statement: cancel", "'select from where'"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused(given, cancel, database, tmp_path):
    assert tell(database, tmp_path, "execute", given, cancel=cancel) == "refused"


def test_a_wrong_password_is_told_without_it(server, tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_ERP", '{"user": "tester", "password": "hush-hush"}')
    address = f'{{url: "postgresql://127.0.0.1:{server}/postgres", secret: erp}}'
    write(tmp_path, Database(None, address, "plain: true, ").connection())
    with opened(tmp_path) as app:
        code, facts = failed(app)
    assert code == "OL813"
    assert "hush-hush" not in str(facts)


def test_a_server_without_encryption_is_not_spoken_to_unless_allowed(server, tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_ERP", json.dumps({"user": USER, "password": PASSWORD}))
    address = f'{{url: "postgresql://127.0.0.1:{server}/postgres", secret: erp}}'
    write(tmp_path, Database(None, address, "").connection())
    with opened(tmp_path) as app:
        assert failed(app)[0] == "OL814"
