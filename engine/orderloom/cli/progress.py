"""A line on stderr that says how far a run is, when somebody is watching."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.decision import Batch

_ORDERS = Wording("{{task.completed:,.0f}} items", "{{task.completed:,.0f}} 条")
_TURNS = Wording("{worked} of {number}", "{number} 条中的 {worked} 条")


@contextmanager
def shown_progress(terminal: Terminal) -> Iterator[Callable[[Batch], None]]:
    """Give what a run is to call after each commit."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn(terminal.words(_ORDERS)), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda batch: bar.advance(task, len(batch.items))


@contextmanager
def shown_turns(terminal: Terminal) -> Iterator[Callable[[Batch], None]]:
    """Give what a bulk is to call after each commit: it says how many records were worked.

    Somebody who watches sees a bar; elsewhere a line comes at every tenth part.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _tenths(terminal)
        return
    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def note(batch: Batch) -> None:
            for worked, number in _turns(batch):
                bar.update(task, completed=worked, total=number)

        yield note


def _tenths(terminal: Terminal) -> Callable[[Batch], None]:
    told = 0

    def note(batch: Batch) -> None:
        nonlocal told
        for worked, number in list(_turns(batch))[-1:]:
            if worked * 10 // number > told:
                told = worked * 10 // number
                facts = {"worked": f"{worked:,}", "number": f"{number:,}"}
                terminal.say(terminal.words(_TURNS, **facts))

    return note


def _turns(batch: Batch) -> Iterator[tuple[int, int]]:
    for decision in batch.decisions:
        for change in decision.jobs[:1] if decision.command == "each" else ():
            yield change.cursor, len(change.job.ids)
