"""Inserts that put all rows of a group into a table with one statement."""

from contextlib import closing
from sqlite3 import IntegrityError

import pytest

from orderloom.store.engine import sqlite_driver
from orderloom.store.sqlite_dialect import Insert

ONE = "INSERT INTO t (a, b, c) VALUES (?, ?, ?)"


@pytest.fixture(name="cursor")
def _cursor():
    with closing(sqlite_driver().connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB)")
        yield connection.cursor()


def rows_of(cursor):
    return cursor.execute("SELECT a, b, c FROM t").fetchall()


@pytest.mark.parametrize("number", [0, 1, 2, 100, 9_999, 10_000, 10_001, 23_456])
def test_any_number_of_rows_is_there_afterwards(cursor, number):
    rows = [(place, f"text {place}", bytes([place % 256])) for place in range(number)]

    assert Insert(ONE, "").write(cursor, rows) == number
    assert rows_of(cursor) == rows


def test_rows_that_are_there_already_are_not_counted(cursor):
    insert = Insert(ONE, " ON CONFLICT DO NOTHING")
    insert.write(cursor, [(2, "two", b"")])

    assert insert.write(cursor, [(1, "one", b""), (2, "other", b""), (3, None, None)]) == 2
    assert rows_of(cursor) == [(1, "one", b""), (2, "two", b""), (3, None, None)]


def test_a_row_that_does_not_fit_leaves_none_of_them(cursor):
    Insert(ONE, "").write(cursor, [(2, "two", b"")])

    with pytest.raises((IntegrityError, sqlite_driver().IntegrityError)):
        Insert(ONE, "").write(cursor, [(1, "one", b""), (2, "again", b"")])
    assert rows_of(cursor) == [(2, "two", b"")]
