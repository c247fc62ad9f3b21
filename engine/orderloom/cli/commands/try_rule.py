"""``try``: say what a rule or tree would do to the orders that are there."""

from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.application import Application
from orderloom.app.trying import Trial, named, try_on_all
from orderloom.app.viewing import Eyes, looking_on
from orderloom.cli.bilingual import command
from orderloom.cli.forecast import decision_lines
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.definition.rule import Rule
from orderloom.definition.tree import Tree

MOST_TOLD = 20

_COUNTS = Wording("{judged} judged, {hits} hit", "判断了 {judged} 条，命中 {hits} 条")
_MORE = Wording("… and {number} more", "……另有 {number} 条")


@command(
    "try",
    en="Say what a rule or tree would do to the orders that are there; nothing is written.\n"
    "RULE is the id of a rule or tree; tree/ID where both are called so.",
    zh="说明一条规则或决策树会对现有订单做什么；不写入任何内容。\n"
    "RULE 为规则或决策树的 id；两者同名时写 tree/ID。",
)
@click.argument("rule", metavar="RULE")
@store_option("--over")
@viewer_option
@flow_option
@environment_option
@format_option
@pass_terminal
def try_rule(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    rule: str,
    *,
    store: str | None,
    who: str | None,
    folder: Path,
    environment: str | None,
) -> None:
    """Try a rule or tree over a store."""
    with opened(terminal, folder, store, environment) as app:
        asked = named(app.flow, rule)
        judged = 0
        hits: list[Trial] = []
        with looking_on(app, viewer(app, who)) as eyes:
            for record, trial in try_on_all(app, asked):
                if eyes.glimpse(record) is not None:
                    judged += 1
                    hits += [] if trial is None else [trial]
            if terminal.wants_json:
                terminal.document(_document(asked, judged, hits, eyes))
            else:
                _tell(app, judged, hits, eyes, terminal)


def _document(asked: Rule | Tree, judged: int, hits: list[Trial], eyes: Eyes) -> dict[str, object]:
    return {
        "tree" if isinstance(asked, Tree) else "rule": asked.id,
        "judged": judged,
        "hits": len(hits),
        "records": [
            {
                "id": trial.record.id,
                "type": trial.record.type,
                "key": eyes.key(trial.record),
                "effects": eyes.effects([trial.decision]),
            }
            for trial in hits
        ],
    }


def _tell(app: Application, judged: int, hits: list[Trial], eyes: Eyes, terminal: Terminal) -> None:
    for trial in hits[:MOST_TOLD]:
        for line in decision_lines(trial.decision, eyes, app.flow, terminal.language, trial.record):
            terminal.show(line)
    if len(hits) > MOST_TOLD:
        terminal.show(terminal.words(_MORE, number=f"{len(hits) - MOST_TOLD:,}"))
    terminal.show(terminal.words(_COUNTS, judged=f"{judged:,}", hits=f"{len(hits):,}"))
