"""A pytest plugin of `dev.py test`: what each folder of tests/ used of its time."""

import os
from collections import Counter
from pathlib import PurePosixPath

# Seconds on a two-core machine. Over budget is a warning, not a failure: machines differ.
BUDGET_SECONDS = {
    "architecture": 60,
    "expression": 30,
    "compiler": 30,
    "definition": 10,
    "flow": 10,
    "mapping": 20,
    "kernel": 30,
    "store": 60,
    "runtime": 60,
    "connectors": 30,
    "cli": 60,
    "ui": 60,
    "e2e": 90,
    "conformance": 60,
    "faults": 90,
    "bench": 60,
    "examples": 60,
    "foresight": 60,
    "time": 60,
    "scenarios": 90,
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
