"""What a page that computes all the time does to the time in which webhooks are answered."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from orderloom.bench.timing import agree

FLOW = Path(__file__).parent / "webhook_flow"
_READERS = 2
_READ = """
import sys, urllib.request
while True:
    urllib.request.urlopen(sys.argv[1]).read()
"""


def intake_beside_page(orders: int, rounds: int) -> list[float]:
    """Give p99 of an answer beside a busy page ÷ p99 beside an idle one, once a round.

    ``orders`` webhooks are sent one after the other, first without and then with readers.
    """
    with TemporaryDirectory() as folder, _up(Path(folder)) as told:
        hook = urlsplit(told["webhooks"][0]["address"])
        wire = HTTPConnection(str(hook.hostname), hook.port, timeout=60)
        sent, found = 0, []
        for _ in range(rounds):
            quiet = _p99(wire, hook.path, range(sent, sent + orders))
            with _readers(told["page"]):
                busy = _p99(wire, hook.path, range(sent + orders, sent + 2 * orders))
            sent += 2 * orders
            found.append(busy / quiet)
        wire.close()
    return found


def _p99(wire: HTTPConnection, path: str, numbers: range) -> float:
    times: list[float] = []
    for number in numbers:
        body = json.dumps({"no": f"N{number}", "total": "12.50"})
        started = perf_counter()
        wire.request("POST", path, body, {"content-type": "application/json"})
        response = wire.getresponse()
        response.read()
        times.append(perf_counter() - started)
        agree(response.status, 200)
    return sorted(times)[int(len(times) * 0.99)]


@contextmanager
def _up(folder: Path) -> Iterator[dict[str, Any]]:
    command = [
        *(sys.executable, "-m", "orderloom.cli.main", "up", str(FLOW), "--format", "json"),
        *("--listen", "127.0.0.1:0", "--store", str(folder / "store.db")),
    ]
    with Popen(command, stdin=DEVNULL, stdout=PIPE) as process:  # noqa: S603 - this very program
        assert process.stdout is not None  # noqa: S101 - it is piped
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


@contextmanager
def _readers(page: str) -> Iterator[None]:
    command = [sys.executable, "-c", _READ, page]
    readers = [Popen(command) for _ in range(_READERS)]  # noqa: S603 - this very Python
    try:
        yield
    finally:
        for each in readers:
            each.kill()
            each.wait()
