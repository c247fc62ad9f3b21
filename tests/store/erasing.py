"""A record erased as a person does, at any store."""

from orderloom.flow.command import Actor, Erase, Origin
from orderloom.flow.effect import FieldChanged
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.ports import Erased

BY = Origin(message="m_hand", actor=Actor("zhou", frozenset({"lead"})))


def erase(store, flow, record_id, at):
    """Decide it and write it; give the record's fields, and the messages, that are gone."""
    with store.reader() as reader:
        made = decide(Program(flow, {}), reader, Erase(BY, at, record_id))
    told = tuple(each.field for each in made.effects if isinstance(each, FieldChanged))
    return Erased(fields=told, messages=tuple(store.erase(made)))
