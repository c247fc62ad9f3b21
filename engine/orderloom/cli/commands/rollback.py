"""``rollback``: put an earlier version of a flow's definitions in force again."""

from pathlib import Path

import click

from orderloom.app.deploying import rollback as go_back
from orderloom.cli.bilingual import command, option
from orderloom.cli.commands.deploy import dry_option
from orderloom.cli.deployments import tell_deployment
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal


@command(
    "rollback",
    en="Put the version before in force again, as a new version with its content.\n"
    "What was renamed since is renamed back, and what was moved out of a state that is there\n"
    "again is moved back. The same checks hold as for 'deploy'. The files in DIR stay as they\n"
    "are; they come in force again by 'deploy'.",
    zh="以新版本的形式使先前的版本重新生效。\n"
    "其后的改名会改回；从现又恢复的状态移走的记录会移回。检查与 deploy 相同。\n"
    "DIR 中的文件保持不变；要使其生效请用 deploy。",
)
@flow_argument
@actor_option
@option(
    "--to",
    "number",
    metavar="VERSION",
    type=click.IntRange(min=1),
    en="The version to go back to, as 'versions' numbers them; by default the one before.",
    zh="要退回的版本号（见 versions）；默认为前一个。",
)
@dry_option
@store_option()
@environment_option
@format_option
@pass_terminal
def rollback(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    who: str,
    number: int | None,
    dry: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Roll the store of the flow in ``folder`` back."""
    with opened(terminal, folder, store, environment, follows=True) as app:
        found = go_back(app, number, who, for_real=not dry)
    tell_deployment(found, terminal, done=not dry)
