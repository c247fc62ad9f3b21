"""``preview``: say what ``run`` would do; nothing is written or sent."""

from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.application import open_application
from orderloom.app.running import Rehearsal
from orderloom.app.running import preview as rehearse
from orderloom.app.veiling import Document
from orderloom.app.viewing import Eyes, looking_on
from orderloom.cli.bilingual import command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.forecast import decision_lines
from orderloom.cli.inputs import Typed, inputs_of
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    inputs_options,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.stores import readable_store
from orderloom.cli.summaries import fault_lines, rejected_lines, tally_lines
from orderloom.cli.terminal import Terminal
from orderloom.cli.working import tell_broken
from orderloom.definition.flow import Flow


@command(
    "preview",
    en="Say what 'run' would do with the same arguments; nothing is written or sent.\n"
    "Every sentence names the line that causes it.",
    zh="说明以同样的参数执行 run 会做什么；不写入，不发送。\n每句话都注明起因所在的行。",
)
@flow_argument
@inputs_options
@viewer_option
@store_option()
@environment_option
@format_option
@pass_terminal
def preview(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    files: Sequence[Path],
    mapping: str | None,
    connections: Sequence[str],
    at: str | None,
    who: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Rehearse the flow in ``folder``."""
    typed = Typed(files=files, mapping=mapping, connections=connections, at=at)
    environment = environment or terminal.settings.environment
    with (
        readable_store(store or terminal.settings.store, folder) as url,
        open_application(folder, url, environment=environment, clock=typed.clock()) as app,
    ):
        tell_broken(app, terminal)
        rehearsal = rehearse(app, inputs_of(app, typed))
        with looking_on(app, viewer(app, who)) as eyes:
            items = eyes.items(rehearsal.batches, rehearsal.tally.rejected)
            _tell_untaken(rehearsal, items, terminal)
            if terminal.wants_json:
                terminal.document(_document(rehearsal, items, eyes))
            else:
                _tell(rehearsal, app.flow, eyes, terminal)
    if rehearsal.tally.rejected:
        raise click.exceptions.Exit(PROBLEM)


def _document(rehearsal: Rehearsal, items: Sequence[Document], eyes: Eyes) -> dict[str, object]:
    decisions = [decision for batch in rehearsal.batches for decision in batch.decisions]
    return {
        "messages": rehearsal.tally.messages(),
        "alerts": rehearsal.tally.alerts,
        "cases": rehearsal.tally.cases,
        "items": items,
        "effects": eyes.effects(decisions),
    }


def _tell(rehearsal: Rehearsal, flow: Flow, eyes: Eyes, terminal: Terminal) -> None:
    for batch in rehearsal.batches:
        for decision in batch.decisions:
            for line in decision_lines(decision, eyes, flow, terminal.language):
                terminal.show(line)
    terminal.show("\n".join(tally_lines(rehearsal.tally, terminal)))


def _tell_untaken(rehearsal: Rehearsal, items: Sequence[Document], terminal: Terminal) -> None:
    taken = sum(len(batch.items) for batch in rehearsal.batches)
    refused = [item for item in items[:taken] if item["outcome"] == "quarantined"]
    for line in (*rejected_lines(rehearsal.tally, terminal), *fault_lines(refused, terminal)):
        terminal.say(line)
