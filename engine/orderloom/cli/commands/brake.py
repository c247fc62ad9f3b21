"""``brake``: what brakes hold up, and what becomes of it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app import acting
from orderloom.app.braking import Braked, Reviewed, braked, review
from orderloom.app.narrative import reason_text
from orderloom.app.viewing import Eyes, looking_on
from orderloom.cli.bilingual import SpeakingGroup, command
from orderloom.cli.failures import PROBLEM
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    actor_option,
    environment_option,
    flow_argument,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.rule_effect import Released

MOST_NAMED = 5
_NOTHING = Wording("nothing is parked", "没有被暂停的工作")
_BRAKED = Wording(
    "{definition}: {pieces} pieces of work parked since {since}: {records}",
    "{definition}：自 {since} 起暂停了 {pieces} 项工作：{records}",
)
_REVIEWED = Wording(
    "{definition}: {resumed} resumed, {discarded} discarded, {void} without reason any more",
    "{definition}：恢复 {resumed} 项，放弃 {discarded} 项，{void} 项已无必要",
)

brake = SpeakingGroup(
    "brake", words=Wording("See and release what brakes hold up.", "查看并放行被制动的工作。")
)


@command(
    "list",
    en="List the definitions whose work is parked, and about which records.",
    zh="列出工作被暂停的定义及其涉及的记录。",
)
@flow_argument
@viewer_option
@store_option()
@environment_option
@format_option
@pass_terminal
def list_braked(
    terminal: Terminal,
    folder: Path,
    *,
    who: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """List what is parked."""
    with opened(terminal, folder, store, environment) as app:
        found = braked(app, acting.viewer(app, who))
    if terminal.wants_json:
        terminal.document({"braked": [_document(each) for each in found]})
    else:
        _tell(found, terminal)


def _document(found: Braked) -> dict[str, object]:
    return {
        "definition": found.definition,
        "since": found.since.isoformat(),
        "pieces": found.pieces,
        "records": list(found.records),
    }


def _tell(found: Sequence[Braked], terminal: Terminal) -> None:
    if not found:
        terminal.show(terminal.words(_NOTHING))
    for each in found:
        more = ["…"] if each.pieces > MOST_NAMED else []
        facts = {
            "definition": each.definition,
            "pieces": f"{each.pieces:,}",
            "since": each.since.isoformat(timespec="seconds"),
            "records": ", ".join([*each.records[:MOST_NAMED], *more]),
        }
        terminal.show(terminal.words(_BRAKED, **facts))


def _deciding(name: str, *, discard: bool, en: str, zh: str) -> click.Command:
    """Make a command by which a person decides about parked work."""

    @command(
        name,
        en=f"{en}\nThose who may publish to the environment may.",
        zh=f"{zh}\n可发布到该环境的角色可以执行。",
    )
    @click.argument("definition", metavar="DEFINITION")
    @actor_option
    @flow_option
    @store_option()
    @environment_option
    @format_option
    @pass_terminal
    def decide(  # noqa: PLR0913 - one parameter an option
        terminal: Terminal,
        definition: str,
        *,
        who: str,
        folder: Path,
        store: str | None,
        environment: str | None,
    ) -> None:
        with opened(terminal, folder, store, environment) as app:
            by = acting.actor(app, who)
            found = review(app, definition, by, discard=discard)
            with looking_on(app, by) as eyes:
                _tell_decided(terminal, definition, found, eyes)

    return decide


def _tell_decided(terminal: Terminal, definition: str, found: Reviewed, eyes: Eyes) -> None:
    told = (eyes.reasons(each.reasons, each.record_id) for each in found.decisions)
    reasons = [reason for each in told for reason in each]
    if terminal.wants_json:
        document = {
            "definition": definition,
            **_counts(found),
            "reasons": reasons,
            "effects": eyes.effects(found.decisions),
        }
        terminal.document(document)
    else:
        numbers = {name: f"{number:,}" for name, number in _counts(found).items()}
        terminal.show(terminal.words(_REVIEWED, definition=definition, **numbers))
        for reason in reasons:
            terminal.say(reason_text(reason, terminal.language))
    if reasons:
        raise click.exceptions.Exit(PROBLEM)


def _counts(found: Reviewed) -> dict[str, int]:
    counted = Counter(
        effect.decision
        for decision in found.decisions
        for effect in decision.effects
        if isinstance(effect, Released)
    )
    return {name: counted[name] for name in ("resumed", "discarded", "void")}


for _command in (
    list_braked,
    _deciding(
        "resume",
        discard=False,
        en="Do all that is parked of DEFINITION's work, such as rule/ID, and let it work again.",
        zh="执行 DEFINITION（如 rule/ID）被暂停的全部工作，并让其继续工作。",
    ),
    _deciding(
        "discard",
        discard=True,
        en="Leave all that is parked of DEFINITION's work, and let it work again.",
        zh="放弃 DEFINITION 被暂停的全部工作，并让其继续工作。",
    ),
):
    brake.add_command(_command)
