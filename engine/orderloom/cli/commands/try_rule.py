"""``try``: say what a rule would do to the orders that are there."""

from pathlib import Path

import click

from orderloom.app.application import Application, open_application
from orderloom.app.documents import effects_of
from orderloom.app.trying import Trial
from orderloom.app.trying import try_rule as judge
from orderloom.cli.bilingual import command
from orderloom.cli.forecast import decision_lines
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

MOST_TOLD = 20

_COUNTS = Wording("{judged} judged, {hits} hit", "判断了 {judged} 条，命中 {hits} 条")
_MORE = Wording("… and {number} more", "……另有 {number} 条")


@command(
    "try",
    en="Say what a rule would do to the orders that are there; nothing is written.\n"
    "RULE is the rule's id.",
    zh="说明一条规则会对现有订单做什么；不写入任何内容。\nRULE 为规则的 id。",
)
@click.argument("rule", metavar="RULE")
@store_option("--over")
@flow_option
@environment_option
@format_option
@pass_terminal
def try_rule(
    terminal: Terminal, rule: str, *, store: str | None, folder: Path, environment: str | None
) -> None:
    """Try a rule over a store."""
    url = existing_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with open_application(folder, url, environment=environment) as app:
        judged = 0
        hits: list[Trial] = []
        for _, trial in judge(app, rule):
            judged += 1
            if trial is not None:
                hits.append(trial)
        if terminal.wants_json:
            terminal.document(_document(rule, judged, hits))
        else:
            _tell(app, judged, hits, terminal)


def _document(rule: str, judged: int, hits: list[Trial]) -> dict[str, object]:
    return {
        "rule": rule,
        "judged": judged,
        "hits": len(hits),
        "records": [
            {
                "id": trial.record.id,
                "type": trial.record.type,
                "key": trial.record.key,
                "effects": effects_of([trial.decision]),
            }
            for trial in hits
        ],
    }


def _tell(app: Application, judged: int, hits: list[Trial], terminal: Terminal) -> None:
    for trial in hits[:MOST_TOLD]:
        for line in decision_lines(trial.decision, app.flow, terminal.language, trial.record):
            terminal.show(line)
    if len(hits) > MOST_TOLD:
        terminal.show(terminal.words(_MORE, number=f"{len(hits) - MOST_TOLD:,}"))
    terminal.show(terminal.words(_COUNTS, judged=f"{judged:,}", hits=f"{len(hits):,}"))
