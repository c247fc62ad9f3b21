"""``bench``: measure this installation against its peers, as ratios."""

from orderloom.bench.suites import run_suite
from orderloom.cli.bilingual import command, option
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal


@command(
    "bench",
    en="Measure the engine against its peers, as ratios inside one run.",
    zh="测量引擎与同类的比值，均在同一次运行内得出。",
)
@option("--suite", metavar="NAME", default="core", en="What to measure.", zh="测量内容。")
@format_option
@pass_terminal
def bench(terminal: Terminal, suite: str) -> None:
    """Run a suite of measurements."""
    found = run_suite(suite)
    if terminal.wants_json:
        terminal.document(found)
        return
    for row in found["rows"]:
        terminal.show(f"{row['name']:<24}{row['ratio']:>10}  {row['unit']}  ({row['peer']})")
