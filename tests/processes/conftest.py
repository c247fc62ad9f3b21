"""What tests of processes share."""

import sqlite3

import pytest
from tests.intake.process import copied


@pytest.fixture
def shop(tmp_path):
    return copied(tmp_path)


@pytest.fixture
def stored(shop):
    """Ask the store behind everybody's back."""

    def stored(query):
        with sqlite3.connect(shop / ".orderloom" / "orderloom.db") as database:
            return database.execute(query).fetchall()

    return stored
