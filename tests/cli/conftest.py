"""A flower shop that was just begun, and one that has taken its orders in."""

import pytest
from tests.cli.program import call


@pytest.fixture(autouse=True)
def given_master_key(monkeypatch):
    """No key file is made, so that no command has to tell of one."""
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", "A" * 43 + "=")


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    assert call("init", folder).code == 0
    return folder


@pytest.fixture
def running(shop):
    answer = call("run", shop, "--input", shop / "orders.json", "--at", "2026-03-08T02:00Z")
    assert answer.code == 0
    return shop
