"""One run as the command line does it: with progress, delivery and a summary."""

from collections.abc import Callable, Mapping

from orderloom.app.application import Application
from orderloom.app.documents import item_document
from orderloom.app.inputs import Inputs
from orderloom.app.memory import keep_definitions
from orderloom.app.running import Summary, deliver, restated, run
from orderloom.cli.failures import error_text, notice_text
from orderloom.cli.progress import shown_progress
from orderloom.cli.summaries import fault_lines, rejected_lines, summary_lines
from orderloom.cli.terminal import Terminal
from orderloom.flow.decision import Batch, ItemResult


def work(
    app: Application,
    inputs: list[Inputs],
    terminal: Terminal,
    more: Callable[[], Mapping[str, object]] = dict,
) -> Summary:
    """Run a flow, deliver what waits, and print the summary.

    What was not taken is said on stderr. ``more`` gives what the JSON document has besides.
    """
    tell_broken(app, terminal)
    refused: list[ItemResult] = []
    keep_definitions()
    with shown_progress(terminal) as advance:

        def after_commit(batch: Batch) -> None:
            refused.extend(item for item in batch.items if item.outcome == "quarantined")
            advance(batch)

        summary = run(app, inputs, after_commit)
        delivered = deliver(app)
        summary = restated(app, summary)
    tell_notices(app, terminal)
    untaken = [item_document(item) for item in refused]
    for line in (*rejected_lines(summary.tally, terminal), *fault_lines(untaken, terminal)):
        terminal.say(line)
    if terminal.wants_json:
        terminal.document({**summary.document(), **more()})
    else:
        terminal.show("\n".join(summary_lines(summary, delivered, terminal)))
    return summary


def tell_notices(app: Application, terminal: Terminal) -> None:
    """Say what the store has to say, and that nothing leaves while that is so."""
    for code, facts in app.stores.notices():
        terminal.say(notice_text(code, facts, terminal))
    if app.switch.is_stopped():
        waiting = str(app.stores.outbox.counts().get("waiting", 0))
        terminal.say(notice_text("OL866", {"waiting": waiting}, terminal))


def tell_broken(app: Application, terminal: Terminal) -> None:
    """Name plugins that could not be loaded."""
    for broken in app.broken:
        terminal.say(error_text(broken, terminal))
