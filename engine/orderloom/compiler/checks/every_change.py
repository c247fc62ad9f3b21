"""Would a rule fire again at every change, because it never asks what changed?"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.action import Actions, Push
from orderloom.definition.flow import Flow
from orderloom.expression.compiled import Compiled


def check_every_change(draft: Draft, flow: Flow) -> None:
    """Warn of rules on ``R.changed`` that read neither ``old`` nor ``event``, nor are rare.

    A rule that only pushes may: of what a target has already, nothing is sent.
    """
    for rule in flow.rules.values():
        if f"{rule.record}.changed" not in rule.on or _only_pushes(rule.do):
            continue
        if rule.once_per is not None:
            continue
        roots = {read.root for found in _compiled((rule.when, rule.do)) for read in found.reads}
        if not roots & {"old", "event"}:
            root = draft.outline.declarations["rule"][rule.id].root
            word = next(w for w in reading.words(root, "on") if w.text == f"{rule.record}.changed")
            draft.findings.warn("OL448", word.place, rule=rule.id, event=word.text)


def _only_pushes(actions: Actions) -> bool:
    """Say whether a list sends what is news, and nothing besides."""
    return bool(actions) and all(isinstance(each, Push) for each in actions)


def _compiled(part: object) -> Iterator[Compiled]:
    """Give every expression inside a definition's part."""
    if isinstance(part, Compiled):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _compiled(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _compiled(getattr(part, field.name))
