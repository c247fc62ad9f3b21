"""Run by test_jobs.py and killed by it: works the jobs that wait, two records a commit.

Prints a line after each commit that returned.
"""

import sys
from pathlib import Path

from tests.runtime.shop import opened

from orderloom.runtime import jobs


def work(folder):
    jobs.GROUP = 2
    with opened(folder) as app:

        def told(_):
            sys.stdout.write("committed\n")
            sys.stdout.flush()

        app.worker(app.live_desk(), told).resume()


if __name__ == "__main__":
    work(Path(sys.argv[1]))
