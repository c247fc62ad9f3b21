"""The schema is brought up to date only when it is, and a person can look before."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid

from orderloom.store import engine, schema

OLD = schema.REVISIONS[-3]


@pytest.fixture
def old(desk, store):
    """A store as a program three revisions ago left it."""
    store.parent.mkdir()
    database = engine.create(f"sqlite:///{store}")
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    with database.transaction() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)
    database.close()
    return store


def revision(file):
    with sqlite3.connect(file) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    connection.close()
    return found


def upgraded(desk, *more):
    answer = call("db", "upgrade", desk, *more, "--format", "json")
    assert answer.code == 0, answer.err
    assert_valid(answer.document, "db")
    return answer.document


def test_a_dry_run_lists_what_lacks_and_changes_nothing(desk, old):
    before = old.read_bytes()
    told = upgraded(desk, "--dry-run")
    assert (told["schema"], [each["id"] for each in told["revisions"]]) == (
        OLD,
        list(schema.REVISIONS[-2:]),
    )
    assert all(each["about"] for each in told["revisions"])
    assert old.read_bytes() == before
    assert call("db", "upgrade", desk, "--dry-run").out.splitlines()[1].startswith("would apply ")


def test_it_is_upgraded_once_with_a_backup_before(desk, old, tmp_path):
    told = upgraded(desk, "--backup", tmp_path / "before.db")
    assert len(told["revisions"]) == 2
    assert (revision(old), revision(tmp_path / "before.db")) == (schema.REVISIONS[-1], OLD)
    assert upgraded(desk)["revisions"] == []
    assert call("db", "upgrade", desk, lang="zh").out.endswith("无需升级\n")


def test_whatever_opens_the_store_says_that_it_brought_it_up_to_date(desk, old):
    answer = call("versions", desk)
    assert answer.err.startswith(
        f"OL081: the store was brought from schema {OLD} to {schema.REVISIONS[-1]}"
    )
    assert revision(old) == schema.REVISIONS[-1]
    assert "OL081" not in call("versions", desk).err


def test_a_newer_store_and_what_is_none_are_refused(desk, old):
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "OL623" in call("db", "upgrade", desk, "--dry-run").err
    old.write_bytes(b"none")
    assert "OL622" in call("db", "upgrade", desk, "--dry-run").err
    assert "OL673" in call("db", "upgrade", desk, "--store", desk / "no.db").err
