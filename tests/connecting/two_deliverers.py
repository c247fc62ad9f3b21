"""Run by test_two_deliverers.py, several times at once on one store: delivers what is due.

Says that it is open; then reads lines, each the seconds by which its clock is on, delivers at that
instant, and says what it sent and what failed as JSON.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from tests.connecting.shops import NOW, opened

from orderloom.app.running import deliver
from orderloom.testing.clock import FrozenClock


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def work(folder):
    clock = FrozenClock(NOW)
    with opened(folder, clock) as app:
        say("open")
        for line in sys.stdin:
            clock.advance(NOW + timedelta(seconds=float(line)) - clock.now())
            say(json.dumps(deliver(app)))


if __name__ == "__main__":
    work(Path(sys.argv[1]))
