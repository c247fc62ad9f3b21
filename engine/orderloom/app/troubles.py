"""What went wrong in the background, where other processes on the store can read it."""

from collections.abc import Sequence

import msgspec

from orderloom.app.application import Application
from orderloom.app.status import Trouble

_PLACE = "/troubles"
"""No connection can be called so."""


def keep_troubles(app: Application, process: str, troubles: Sequence[Trouble]) -> None:
    """Keep the troubles of a process in place of those before; nothing is written of the same."""
    notes = app.stores.notes(_PLACE)
    told = msgspec.json.encode([(code, dict(facts)) for code, facts in troubles]).decode()
    if (notes.get(process) or "[]") != told:
        notes.put(process, told)


def kept_troubles(app: Application, processes: Sequence[str]) -> tuple[Trouble, ...]:
    """Give what these processes are troubled by."""
    notes, found = app.stores.notes(_PLACE), list[Trouble]()
    for process in processes:
        if (told := notes.get(process)) is not None:
            found += msgspec.json.decode(told, type=list[tuple[str, dict[str, str]]])
    return tuple(found)
