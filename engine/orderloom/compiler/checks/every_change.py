"""Would a rule fire again at every change, because it never asks what changed?"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow
from orderloom.expression.compiled import Compiled


def check_every_change(draft: Draft, flow: Flow) -> None:
    """Warn of rules on ``R.changed`` that read neither ``old`` nor ``event``."""
    for rule in flow.rules.values():
        if f"{rule.record}.changed" not in rule.on:
            continue
        roots = {read.root for found in _compiled((rule.when, rule.do)) for read in found.reads}
        if not roots & {"old", "event"}:
            root = draft.outline.declarations["rule"][rule.id].root
            word = next(w for w in reading.words(root, "on") if w.text == f"{rule.record}.changed")
            draft.findings.warn("OL448", word.place, rule=rule.id, event=word.text)


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
