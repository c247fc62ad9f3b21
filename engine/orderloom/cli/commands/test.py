"""``test``: play a flow's tests in virtual time."""

from pathlib import Path

import click

from orderloom.cli.bilingual import command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.options import environment_option, flow_argument, format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.cli.tests_report import has_failed, report_document, report_lines
from orderloom.yaml_tests.suite import flows_below, run_flow


@command(
    "test",
    en="Play the tests of a flow, or of every flow below DIR, in virtual time.\n"
    "Nothing leaves, and nothing of the flow's own store is touched.",
    zh="在虚拟时间中运行流程的测试；DIR 下有多个流程时逐一运行。\n"
    "不对外发送，也不触及流程自身的存储。",
)
@flow_argument
@environment_option
@format_option
@pass_terminal
def test(terminal: Terminal, folder: Path, environment: str | None) -> None:
    """Run all tests below ``folder``."""
    environment = environment or terminal.settings.environment
    results = [run_flow(flow, environment) for flow in flows_below(folder)]
    if terminal.wants_json:
        terminal.document(report_document(results, terminal.language))
    else:
        for line in report_lines(results, terminal):
            terminal.show(line)
    if any(has_failed(each) for each in results):
        raise click.exceptions.Exit(PROBLEM)
