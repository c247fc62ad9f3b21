"""C6: the day's file over a real SFTP socket, from a folder and by hand."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.program import call

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.codes.catalogue import lookup
from orderloom.testing.clock import FrozenClock

pytest.importorskip("paramiko", reason="needs paramiko, which is not installed here")
pytest.importorskip("asyncssh", reason="needs asyncssh, which is not installed here")
from tests.servers.sftp import PASSWORD, USER, serving_files

EXAMPLE = Path(__file__).parents[2] / "examples" / "scenarios" / "c6_daily_file"
MORNING = datetime(2026, 1, 4, 22, 0, tzinfo=UTC)
AS_IT_CAME = "orders_2026-01-04.csv"
MENDED = "mended_2026-01-04.csv"


@pytest.fixture
def server(tmp_path, monkeypatch):
    folder = tmp_path / "served"
    (folder / "daily").mkdir(parents=True)
    with serving_files(folder) as server:
        parts = {"user": USER, "password": PASSWORD, "host_key": server.host_key}
        monkeypatch.setenv("ORDERLOOM_SECRET_OUTLET_SERVER", json.dumps(parts))
        yield server


@pytest.fixture
def flow(server, tmp_path):
    flow = shutil.copytree(EXAMPLE, tmp_path / "flow")
    text = (flow / "flow.yaml").read_text("utf-8")
    (flow / "flow.yaml").write_text(text.replace(":2222/", f":{server.port}/"), "utf-8")
    (flow / "inbox").mkdir()
    return flow


def put(folder, name, source, *, at=MORNING - timedelta(hours=1), part=None):
    path = folder / name
    path.write_bytes((EXAMPLE / source).read_bytes()[:part])
    os.utime(path, (at.timestamp(), at.timestamp()))


def poll(app, connection):
    found = run(app, [Inputs(connection=connection)]).document()["messages"]
    return {name: number for name, number in found.items() if number}


def test_a_half_written_file_waits_and_a_bad_row_is_told_and_mended(server, flow, tmp_path):
    clock = FrozenClock(MORNING)
    daily = server.folder / "daily"
    with open_application(flow, f"sqlite:///{tmp_path / 'store.db'}", clock=clock) as app:
        put(daily, AS_IT_CAME, AS_IT_CAME, at=MORNING, part=100)
        assert poll(app, "outlet_server") == {}
        put(daily, AS_IT_CAME, AS_IT_CAME, at=MORNING + timedelta(seconds=1))
        assert poll(app, "outlet_server") == {}
        clock.advance(timedelta(minutes=5))
        assert poll(app, "outlet_server") == {"accepted": 4, "applied": 2, "quarantined": 2}
        assert quarantined(app) == [
            ("row 2 (line 3)", "quantity", "两件"),
            ("row 4 (line 5)", "channel_updated_at", "2026-13-04 12:00:00"),
        ]
        assert poll(app, "outlet_server") == {}
        put(daily, AS_IT_CAME, MENDED)
        assert poll(app, "outlet_server") == {"accepted": 4, "applied": 2, "duplicate": 2}
    assert sorted(path.name for path in (daily / ".done").iterdir()) == [
        "orders_2026-01-04-1.csv", "orders_2026-01-04.csv",
    ]  # fmt: skip


def quarantined(app):
    """Give row, column and value of what waits, with a reason in both languages."""
    told = []
    for item in app.stores.journal.quarantine(10):
        for fault in item["faults"]:
            for language in ("en", "zh"):
                assert lookup(fault["code"]).message.fill(fault["facts"], language)
            told.append((item["where"], fault["field"], fault["value"]))
    return sorted(told)


@pytest.mark.usefixtures("server")
def test_a_file_given_by_hand_counts_for_its_connection(flow, tmp_path):
    clock = FrozenClock(MORNING)
    with open_application(flow, f"sqlite:///{tmp_path / 'store.db'}", clock=clock) as app:
        put(flow / "inbox", AS_IT_CAME, AS_IT_CAME)
        assert poll(app, "outlet_files") == {"accepted": 4, "applied": 2, "quarantined": 2}
    url = f"sqlite:///{tmp_path / 'store.db'}"
    by_hand = ("run", flow, "--store", url, "--connection", "outlet_files", "--input")
    again = call(*by_hand, flow / AS_IT_CAME, "--format", "json").document["messages"]
    assert (again["applied"], again["duplicate"]) == (0, 4)
    mended = call(*by_hand, flow / MENDED, "--format", "json").document["messages"]
    assert (mended["applied"], mended["duplicate"]) == (2, 2)
