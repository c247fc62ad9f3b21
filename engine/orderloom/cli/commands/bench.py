"""``bench``: measure this installation against its peers, as ratios."""

from collections.abc import Mapping
from typing import Any

from orderloom.bench.suites import run_suite
from orderloom.bench.table import table
from orderloom.cli.bilingual import command, option
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal


@command(
    "bench",
    en="Measure the engine against its peers, as ratios inside one run.",
    zh="测量引擎与同类的比值，均在同一次运行内得出。",
)
@option("--suite", metavar="NAME", default="core", en="What to measure.", zh="测量内容。")
@option(
    "--markdown",
    is_flag=True,
    en="Print a table for a README, with the machine it was measured on.",
    zh="输出可放入 README 的表格，并注明测量所用的机器。",
)
@format_option
@pass_terminal
def bench(terminal: Terminal, suite: str, *, markdown: bool) -> None:
    """Run a suite of measurements."""
    found = run_suite(suite)
    if terminal.wants_json:
        terminal.document(found)
        return
    if markdown:
        terminal.show(table(found["rows"]))
        return
    for row in found["rows"]:
        terminal.show(_line(row))


def _line(row: Mapping[str, Any]) -> str:
    """Give a row as a line of the table: figure, spread, bound, and what it is against."""
    sign = "≥" if row["better"] == "more" else "≤"
    bound = f"{sign} {row['bound']}"
    if row["skipped"]:
        return f"– {row['name']:<26}{'–':>9}  {'':<19}{bound:<8} {row['skipped']}"
    mark = "✔" if row["verdict"] == "reached" else "✘"
    spread = f"({row['least']}–{row['most']})"
    told = f"{row['unit']}  ({row['peer']})"
    return f"{mark} {row['name']:<26}{row['ratio']:>9}  {spread:<19}{bound:<8} {told}"
