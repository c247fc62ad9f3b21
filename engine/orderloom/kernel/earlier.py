"""The machines that move a record, whichever version's they are, by the names known before."""

from orderloom.definition.machine import Machine
from orderloom.kernel.draft import Draft


def plain(name: str) -> str:
    """Give a machine's id as its definition has it."""
    return name.partition("@")[0]


def earlier(draft: Draft, name: str) -> str:
    """Give the name that an action of a machine has which a record finishes under.

    Calls that were under way when the newer version came have the plain name.
    """
    for machine in draft.program.machines:
        of = plain(machine.id)
        if of != machine.id and name.startswith(f"machine/{of}."):
            return f"machine/{machine.id}.{name.removeprefix(f'machine/{of}.')}"
    return name


def machine_of(draft: Draft, name: str) -> Machine | None:
    """Give the machine of that id which moves a record, whichever version's it is."""
    of = plain(name)
    found = (each for each in draft.program.machines if plain(each.id) == of)
    return next(found, None)
