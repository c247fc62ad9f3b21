"""``check``: say everything that is wrong with a flow."""

import gc
from pathlib import Path

import click

from orderloom.app.checking import check_folder
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM
from orderloom.cli.findings import findings_document, findings_text
from orderloom.cli.options import environment_option, flow_argument, format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_WATCHED = Wording(
    "{errors} errors, {warnings} warnings in '{folder}'; watching, Ctrl-C ends it",
    "“{folder}”中有 {errors} 个错误、{warnings} 个警告；监视中，按 Ctrl-C 结束",
)


@command(
    "check",
    en="Say everything that is wrong with a flow.\n"
    "Silent when nothing is. Warnings are printed and are no failure.",
    zh="检查流程，列出全部问题。\n没有问题时不输出；警告会列出，但不算失败。",
)
@flow_argument
@option(
    "--watch",
    is_flag=True,
    en="Check again whenever a file of the flow changes, until Ctrl-C.",
    zh="流程文件变化时重新检查，直到按 Ctrl-C。",
)
@environment_option
@format_option
@pass_terminal
def check(terminal: Terminal, folder: Path, *, watch: bool, environment: str | None) -> None:
    """Check the flow in ``folder``."""
    environment = environment or terminal.settings.environment
    if watch:
        _check_again_and_again(terminal, folder, environment)
        return
    # All that a check makes is kept until the program ends; to look for garbage in it takes a
    # quarter of the time.
    gc.disable()
    if _checked(terminal, folder, environment)["error"]:
        raise click.exceptions.Exit(PROBLEM)


def _checked(
    terminal: Terminal, folder: Path, environment: str | None, *, is_line: bool = False
) -> dict[str, int]:
    """Print the findings, in JSON on one line if ``is_line``; give their number by severity."""
    diagnostics = check_folder(folder, environment).diagnostics
    if terminal.wants_json:
        document = findings_document(diagnostics, terminal)
        terminal.document(document, indent=None if is_line else 2)
    elif diagnostics:
        terminal.show(findings_text(diagnostics, terminal.language))
    severities = [each.severity for each in diagnostics]
    return {severity: severities.count(severity) for severity in ("error", "warning")}


def _check_again_and_again(terminal: Terminal, folder: Path, environment: str | None) -> None:
    # What watches takes longer to load than a check does.
    from orderloom.cli.watching import rounds  # noqa: PLC0415

    try:
        for _ in rounds(folder):
            # Clears the screen where there is one, so that what is shown is what is wrong now.
            click.clear()
            found = _checked(terminal, folder, environment, is_line=True)
            said = terminal.words(
                _WATCHED, errors=found["error"], warnings=found["warning"], folder=folder
            )
            terminal.say(said)
    except KeyboardInterrupt:
        return
