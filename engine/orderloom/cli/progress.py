"""A line on stderr that says how far a run is, when somebody is watching."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.decision import Batch

_ORDERS = Wording("{{task.completed:,.0f}} items", "{{task.completed:,.0f}} 条")


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
