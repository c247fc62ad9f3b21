"""What a person asked for, as the journal keeps it: enough to ask for the same again."""

import re
from collections.abc import Mapping
from typing import Any

from orderloom.expression.data import write_value
from orderloom.flow.command import (
    Bulk,
    Change,
    Command,
    Decide,
    Each,
    Fire,
    Lift,
    Release,
    Review,
    Run,
    Steer,
    Undo,
)
from orderloom.kernel.bulk import playbook_of
from orderloom.kernel.draft import Draft
from orderloom.kernel.program import Program
from orderloom.sight.masking import MASK, shown

_QUOTES = "\"'"
_WORD = re.compile(r"\w+")
_LITERAL = re.compile(r"""\"(?:\\.|[^"\\])*\"|'(?:\\.|[^'\\])*'|\b\d[\d.]*""")


def asked(  # noqa: C901, PLR0911 - one arm a command
    program: Program, draft: Draft | None, command: Command
) -> dict[str, Any]:
    """Give what a command of a person asks for; empty for all others.

    Sensitive values are masked. Of a record that is not there nothing is known, so all are.
    """
    match command:
        case Fire(transition=name, inputs=inputs):
            return {"fire": name, "with": _written(inputs, _hidden_inputs(draft, name))}
        case Run(playbook=name, inputs=inputs):
            return {"run": name, "with": _written(inputs, _hidden_in_playbook(program, name))}
        case Bulk(playbook=name, inputs=inputs, where=where, why=reason):
            given = _written(inputs, _hidden_in_playbook(program, name))
            said = _discreet(program, where)
            return {"bulk": name, "with": given, "where": said, "why": reason}
        case Each(progress=progress) if playbook_of(program, progress.job.name):
            name = progress.job.name.partition("/")[2]
            return {
                "run": name,
                "with": _written(progress.job.event, _hidden_in_playbook(program, name)),
            }
        case Steer(progress=progress, to=state):
            return {"job": progress.job.id, "to": state}
        case Change(values=values):
            return {"set": _written(values, None if draft is None else draft.program.sensitive)}
        case Lift(hold=hold, why=why):
            return {"unhold": hold, "why": why}
        case Review(definition=definition, discard=discard):
            return {"discard" if discard else "resume": definition}
        case Release(definition=definition):
            return {"release": definition}
        case Decide(verdict=verdict, why=why):
            return {"decide": verdict, "why": why}
        case Undo(entry=entry, partly=partly):
            return {"undo": entry, "partly": partly}
        case _:
            return {}


def _discreet(program: Program, where: str) -> str:
    """Give a condition as it was typed; one about something sensitive without its literals."""
    if not any(map(program.discretion.is_name, _WORD.findall(where))):
        return where
    return _LITERAL.sub(lambda found: f'"{MASK}"' if found[0][0] in _QUOTES else MASK, where)


def _hidden_inputs(draft: Draft | None, transition: str) -> frozenset[str] | None:
    if draft is None:
        return None
    return frozenset(
        name
        for machine in draft.program.machines
        for way in machine.named.get(transition, ())
        for name, field in way.inputs.items()
        if field.sensitive
    )


def _hidden_in_playbook(program: Program, name: str) -> frozenset[str] | None:
    playbook = program.flow.playbooks.get(name)
    if playbook is None:
        return None
    return frozenset(each.name for each in playbook.input.values() if each.sensitive)


def _written(values: Mapping[str, Any], hidden: frozenset[str] | None) -> dict[str, Any]:
    return {
        name: write_value(shown(value, hidden=hidden is None or name in hidden))
        for name, value in values.items()
    }
