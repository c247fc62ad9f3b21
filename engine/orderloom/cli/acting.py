"""What commands by which people act share: values, and what came of it."""

from collections.abc import Iterable

import click

from orderloom.app.application import Application
from orderloom.app.narrative import reason_text, sentence
from orderloom.app.viewing import looking_on
from orderloom.cli.failures import PROBLEM
from orderloom.cli.forecast import with_cause
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor
from orderloom.flow.decision import Decision

_REFUSED = Wording("refused:", "被拒绝：")
_NOTHING = Wording("nothing changed", "没有变化")


def typed_values(pairs: Iterable[str]) -> dict[str, str | None]:
    """Read ``name=value`` pairs; nothing after the sign is missing.

    Raises:
        OrderloomError: One is not of that form.
    """
    values: dict[str, str | None] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise OrderloomError("OL663", text=pair[:80])
        values[name.strip()] = value or None
    return values


def tell_decision(
    decision: Decision, app: Application, terminal: Terminal, by: Actor, *, done: bool = True
) -> None:
    """Print what was done, or, not ``done``, would be; or every reason why not.

    ``by`` is who did it, and is told no more than they may see.

    Raises:
        Exit: It was refused.
    """
    refused = decision.outcome == "refused"
    with looking_on(app, by) as eyes:
        effects = eyes.effects([decision])
        reasons = eyes.reasons(decision.reasons, decision.record_id)
    if terminal.wants_json:
        terminal.document(
            {
                "outcome": decision.outcome,
                "record_id": decision.record_id,
                "reasons": reasons,
                "effects": effects,
            }
        )
    elif refused:
        terminal.say(terminal.words(_REFUSED))
        for reason in reasons:
            terminal.say(f"  {reason_text(reason, terminal.language)}")
    elif not effects:
        terminal.show(terminal.words(_NOTHING))
    else:
        for effect in effects:
            told = sentence(effect, terminal.language, done=done, flow=app.flow)
            terminal.show(with_cause(told, effect))
    if refused:
        raise click.exceptions.Exit(PROBLEM)
