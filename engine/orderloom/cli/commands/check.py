"""``check``: say everything that is wrong with a flow."""

from pathlib import Path

import click

from orderloom.app.application import check_folder
from orderloom.cli.bilingual import command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.findings import findings_document, findings_text
from orderloom.cli.options import environment_option, flow_argument, format_option, pass_terminal
from orderloom.cli.terminal import Terminal


@command(
    "check",
    en="Say everything that is wrong with a flow.\n"
    "Silent when nothing is. Warnings are printed and are no failure.",
    zh="检查流程，列出全部问题。\n没有问题时不输出；警告会列出，但不算失败。",
)
@flow_argument
@environment_option
@format_option
@pass_terminal
def check(terminal: Terminal, folder: Path, environment: str | None) -> None:
    """Check the flow in ``folder``."""
    environment = environment or terminal.settings.environment
    diagnostics = check_folder(folder, environment).diagnostics
    if terminal.wants_json:
        terminal.document(findings_document(diagnostics, terminal))
    elif diagnostics:
        terminal.show(findings_text(diagnostics, terminal.language))
    if any(each.severity == "error" for each in diagnostics):
        raise click.exceptions.Exit(PROBLEM)
