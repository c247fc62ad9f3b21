"""A process killed in the middle of its commits leaves whole groups, and all it had promised."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store.crashing_writer import GROUP
from tests.store.decisions import message
from tests.store.flows import AT, flow

import orderloom
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("commits", [1, 9, 30, 61])
def test_a_killed_writer_leaves_whole_groups(tmp_path, commits):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    promised = killed_after(commits, url)
    store = open_store(url, flow(), FrozenClock(AT))
    with store.reader() as reader:
        records = reader.types()["order"] - 1
        counter = reader.get("order-counter")
    cursor = store.inbox.read(message().id)[1].cursor
    assert cursor >= promised
    assert cursor % GROUP == 0
    assert records == cursor
    assert store.inbox.positions(message().id, "applied") == list(range(cursor))
    assert store.inbox.read(message().id)[1].outcomes == {"applied": cursor}
    assert store.outbox.counts()["waiting"] == cursor
    assert counter.values["quantity"] == cursor
    assert counter.revision == cursor // GROUP + 1
    assert len(list(store.journal.all())) == 1 + cursor + cursor // GROUP
    with store.database.reading.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    store.close()


def killed_after(commits, url):
    """Start a writer, kill it when it said so often that it committed; give what it said last."""
    engine_root = str(Path(orderloom.__file__).parents[1])
    path = os.pathsep.join((engine_root, str(ROOT)))
    command = [sys.executable, "-m", "tests.store.crashing_writer", url]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    ) as process:
        for _ in range(commits):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
        process.wait()
    return int(said[-1]) if said else commits * GROUP
