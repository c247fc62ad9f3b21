"""A shop in which each role sees something else, after its orders came in."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.program import call

KEY = "A" * 43 + "="
ORDERS = [
    {
        "no": "1",
        "channel": "jd",
        "amount": "12.50",
        "cost": "77.77",
        "phone": "13812345678",
        "address": "canary street 17",
        "people": [{"name": "canary person", "age": 30}],
    },
    {
        "no": "2",
        "channel": "tmall",
        "amount": "20.50",
        "cost": "88.88",
        "phone": "13987654321",
        "address": "canary alley 17",
    },
]
CUSTOMERS = [{"phone": "13812345678", "tier": "gold"}]


@pytest.fixture(autouse=True)
def given_master_key(monkeypatch):
    """No key file is made, so that no command has to tell of one."""
    monkeypatch.setenv("ORDERLOOM_MASTER_KEY", KEY)


@pytest.fixture(scope="session")
def worked(tmp_path_factory):
    """The shop as it came out of its runs: to be copied."""
    folder = tmp_path_factory.mktemp("worked") / "shop"
    shutil.copytree(Path(__file__).parent / "shop", folder)
    (folder / "orders.json").write_text(json.dumps({"orders": ORDERS}), "utf-8")
    (folder / "customers.json").write_text(json.dumps({"customers": CUSTOMERS}), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERLOOM_MASTER_KEY", KEY)
        for name in ("customers", "orders"):
            inputs = ("--input", folder / f"{name}.json", "--mapping", name)
            answer = call("run", folder, *inputs)
            assert answer.code == 0, answer.err
    return folder


@pytest.fixture
def shop(worked, tmp_path):
    return shutil.copytree(worked, tmp_path / "shop")
