"""Run several times at once on one store: works all files of a folder beside it.

Waits for a line on its input, prints a line after each commit, and at the end its counts as JSON.
"""

import json
import sys
from pathlib import Path

from tests.runtime.shop import opened

from orderloom.app.inputs import Inputs
from orderloom.app.running import run
from orderloom.runtime import groups


def work(folder, name):
    groups.GROUP = 7
    with opened(folder) as app:

        def told(_):
            sys.stdout.write("committed\n")
            sys.stdout.flush()

        told(None)
        sys.stdin.readline()
        files = sorted((folder / name).glob("*.json"))
        summary = run(app, [Inputs(files=files, mapping="orders")], told)
        sys.stdout.write(json.dumps(summary.tally.messages()) + "\n")


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2])
