"""Run by test_crashes.py: deploys a flow's folder, and asks for leave at every step.

Prints ``looked`` while it holds the store's lock, ``committed`` after each commit, and goes on
with the next line on its input. Turns are committed in groups of three.
"""

import sys
from pathlib import Path

from orderloom.app import deploying, versions
from orderloom.app.application import open_application
from orderloom.runtime import jobs


def ask(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def work(folder, store):
    jobs.GROUP = 3
    looked, added = versions.turns_of, deploying.Deployment.add

    def look(change, reader):
        ask("looked")
        return looked(change, reader)

    def add(deployment, batch):
        added(deployment, batch)
        ask("committed")

    versions.turns_of = look
    deploying.Deployment.add = add
    with open_application(folder, f"sqlite:///{store}") as app:
        deploying.deploy(app, folder, "analyst/zoe", for_real=True)


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
