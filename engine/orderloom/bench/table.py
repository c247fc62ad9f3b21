"""A suite's rows as a table of Markdown, so that no figure in a README is typed by hand."""

import os
import platform
from collections.abc import Iterable, Mapping
from typing import Any

from orderloom.store.engine import sqlite_driver

_HEAD = (
    "| row | figure | lowest to highest round | floor or ceiling | | unit | against |",
    "|-|-:|-:|-:|-|-|-|",
)


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Give the rows of ``run_suite``, and below them what they were measured on."""
    return "\n".join([*_HEAD, *map(_line, rows), "", _measured_on()])


def _line(row: Mapping[str, Any]) -> str:
    sign = "≥" if row["better"] == "more" else "≤"
    cells = (
        f"`{row['name']}`",
        "–" if row["ratio"] is None else f"{row['ratio']:g}",
        "–" if row["ratio"] is None else f"{row['least']:g} to {row['most']:g}",
        f"{sign} {row['bound']:g}",
        row["verdict"],
        row["skipped"] or row["unit"],
        row["peer"],
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _measured_on() -> str:
    sqlite = sqlite_driver().sqlite_version
    return (
        f"Measured with Python {platform.python_version()}, SQLite {sqlite}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores."
    )
