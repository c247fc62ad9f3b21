"""A pytest plugin of `dev.py test`: what each folder of tests/ used of its time."""

import os
from collections import Counter
from pathlib import PurePosixPath

# Seconds on a two-core machine. Over budget is a warning, not a failure: machines differ.
BUDGET_SECONDS = {
    "architecture": 60,
    "bench": 30,
    "cassettes": 75,
    "cli": 120,
    "compiler": 90,
    "conformance": 260,
    "connecting": 120,
    "connectors": 90,
    "contract": 20,
    "corpus": 60,
    "declarative": 15,
    "definition": 10,
    "definitions": 150,
    "deploying": 75,
    "drawing": 20,
    "egress": 15,
    "examples": 120,
    "expression": 75,
    "flow": 10,
    "foresight": 300,
    "hindrances": 30,
    "intake": 150,
    "kernel": 75,
    "library": 75,
    "mapping": 30,
    "operating": 75,
    "plugins": 30,
    "processes": 150,
    "runtime": 150,
    "scenarios": 180,
    "sight": 90,
    "signing": 5,
    "stocks": 90,
    "store": 120,
    "time": 60,
    "ui": 60,
    "yaml_tests": 60,
}
DEFAULT_SECONDS = 30


def pytest_terminal_summary(terminalreporter):
    """Print the table, over-long folders and failed earlier checks above pytest's last line."""
    used = seconds_by_folder(terminalreporter.stats)
    terminalreporter.section("time by folder of tests/")
    terminalreporter.write_line(f"{'folder':<16}{'used':>10}{'budget':>10}")
    for folder in sorted(used):
        budget = BUDGET_SECONDS.get(folder, DEFAULT_SECONDS)
        terminalreporter.write_line(f"{folder:<16}{used[folder]:>8.1f} s{budget:>8} s")
    for folder in sorted(used):
        budget = BUDGET_SECONDS.get(folder, DEFAULT_SECONDS)
        if used[folder] > budget:
            terminalreporter.write_line(
                f"WARNING: tests/{folder} used {used[folder]:.1f} s of its {budget} s", yellow=True
            )
    if failed := os.environ.get("ORDERLOOM_FAILED_CHECKS"):
        terminalreporter.write_line(f"FAILED before pytest: {failed}", red=True)


def seconds_by_folder(stats):
    """Add up set-up, call and tear-down of every test, by its folder."""
    used = Counter()
    for reports in stats.values():
        for report in reports:
            folder = PurePosixPath(getattr(report, "nodeid", "").split("::")[0]).parts[1:2]
            if folder and hasattr(report, "duration"):
                used[folder[0]] += report.duration
    return used
