"""``serve``: a flow kept going behind a real socket."""

import json
import os
import re
import shutil
import socket
import time
from http.client import HTTPConnection

import pytest
from tests.cli.program import SHOP, start

from orderloom.app.application import open_application
from orderloom.app.keeping import Keeper
from orderloom.errors import OrderloomError
from orderloom_ui.serving import free_socket

PORT = 18600


@pytest.fixture
def shop(tmp_path):
    folder = tmp_path / "shop"
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("data", "live", ".*"))
    for channel in ("shopify", "pdd", "trade_desk"):
        (folder / "inbox" / channel).mkdir(parents=True, exist_ok=True)
    return folder


def drop(shop, *, age=60):
    """Put the Pinduoduo orders into their inbox, written ``age`` seconds ago."""
    file = shop / "inbox" / "pdd" / "pdd_orders.json"
    shutil.copyfile(SHOP / "data" / "pdd_orders.json", file)
    then = file.stat().st_mtime - age
    os.utime(file, (then, then))


def test_a_dropped_file_appears_on_the_page(shop, tmp_path):
    program = start("serve", shop, "--port", PORT, "--store", tmp_path / "shop.db")
    try:
        line = program.stderr.readline().decode()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", line)[1])
        drop(shop)
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        for _ in range(200):
            connection.request("GET", "/status.json")
            status = json.load(connection.getresponse())
            if status["items"]["applied"] == 430 and status["outbox"]["waiting"] == 0:
                break
            time.sleep(0.1)
        connection.close()
    finally:
        program.terminate()
        program.communicate()
    assert status["records"]["order"] == 430
    assert status["outbox"]["sent"] > 0
    assert status["troubles"] == []


def test_a_channel_that_fails_is_shown_and_harms_no_other(shop, tmp_path):
    (shop / "inbox" / "shopify").rmdir()
    (shop / "inbox" / "shopify").write_text("not a folder", encoding="utf-8")
    drop(shop)
    with open_application(shop, f"sqlite:///{tmp_path}/shop.db") as app:
        keeper = Keeper(app)
        keeper.tick()
        status = keeper.status()
    assert status.records["order"] == 430
    assert len(status.troubles) == 1


def test_the_next_free_port_is_taken_and_only_this_computer_may_connect():
    with free_socket(PORT + 20) as first, free_socket(PORT + 20) as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert second.getsockname()[1] > first.getsockname()[1]


def test_when_no_port_is_free_it_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OrderloomError) as refused:
            free_socket(taken.getsockname()[1], tried=1)
    assert refused.value.code == "OL670"
