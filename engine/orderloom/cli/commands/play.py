"""``play``: run a playbook by hand, on one record or on many."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.application import Application
from orderloom.app.bulk import Wish, bulk_playbook, foresee, play_many
from orderloom.app.checking import check_folder
from orderloom.cli.acting import tell_decision, typed_values
from orderloom.cli.bilingual import command, option
from orderloom.cli.bulk import tell_outlook
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.progress import shown_turns
from orderloom.cli.selecting import Chosen, selecting_options
from orderloom.cli.terminal import Terminal
from orderloom.cli.working import tell_unclear
from orderloom.compiler.asking import selection
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor


@command(
    "play",
    en="Run a playbook by hand: on one RECORD, or with --over on many.\n"
    "On one, all of it takes place or nothing; a refusal gives every reason. Over many, each has\n"
    "a commit of its own: first it is told for how many and at what cost, --yes does it.",
    zh="手工运行预案：针对一条 RECORD，或用 --over 针对多条。\n"
    "单条时要么全部生效，要么毫无改变；被拒绝时给出全部原因。\n"
    "多条时每条各自提交：先显示数量与代价，加上 --yes 才执行。",
)
@click.argument("names", metavar="[RECORD] PLAYBOOK", nargs=-1, required=True)
@actor_option
@option(
    "--with",
    "--input",
    "inputs",
    metavar="NAME=VALUE",
    multiple=True,
    en="An input that the playbook asks for.",
    zh="预案所需的输入项。",
)
@selecting_options
@option("--why", metavar="TEXT", default="", en="Why, for the journal.", zh="原因，记入日志。")
@option(
    "--dry-run",
    is_flag=True,
    en="Only say what would be done; so it is without --yes.",
    zh="只显示将要做的事；不加 --yes 时即如此。",
)
@option("--yes", is_flag=True, en="Do it.", zh="执行。")
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def play(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    names: Sequence[str],
    *,
    who: str,
    inputs: Sequence[str],
    over: str | None,
    order_by: Sequence[str],
    take: int | None,
    sample: int | None,
    seed: str,
    why: str,
    dry_run: bool,
    yes: bool,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """Run a playbook."""
    values = typed_values(inputs)
    chosen = Chosen(over=over, order_by=order_by, take=take, sample=sample, seed=seed)
    record, playbook = _named(names, chosen)
    if dry_run and yes:
        raise OrderloomError("OL797")
    if over is None:
        chosen.forbid(also=dry_run or yes or bool(why))
    with opened(terminal, folder, store, environment) as app:
        by = acting.actor(app, who)
        if over is None:
            tell_decision(acting.play(app, record, playbook, values, by), app, terminal, by)
            return
        checked = check_folder(folder, app.flow.environment)
        select = selection(checked, chosen.question(bulk_playbook(app, playbook).record))
        tell_unclear(app, by, select.record, " ".join((over, *order_by)), terminal)
        wish = Wish(playbook=playbook, select=select, inputs=values, where=over, why=why)
        _play_many(app, wish, by, terminal, for_real=yes)


def _named(names: Sequence[str], chosen: Chosen) -> tuple[str, str]:
    """Tell record and playbook apart; over many, the record is empty.

    Raises:
        OrderloomError: Too many or too few names were given.
    """
    if len(names) != (2 if chosen.over is None else 1):
        raise OrderloomError("OL795")
    return ("", names[0]) if chosen.over is not None else (names[0], names[1])


def _play_many(
    app: Application, wish: Wish, by: Actor, terminal: Terminal, *, for_real: bool
) -> None:
    inputs = repr(sorted(wish.inputs.items()))
    origin = acting.origin_of(app, by, "bulk", wish.playbook, wish.where, inputs)
    if not for_real:
        tell_outlook(foresee(app, wish, origin), app, terminal, by, done=False)
        return
    with shown_turns(terminal) as progress:
        outlook = play_many(app, wish, origin, progress)
    tell_outlook(outlook, app, terminal, by, done=True)
