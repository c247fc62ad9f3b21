"""Letting the engine do what is asked of it, for real: decide, commit, note what was refused."""

from collections.abc import Sequence

from orderloom.app.braking import review
from orderloom.app.bulk import Wish, play_at
from orderloom.app.narrative import code_text
from orderloom.errors import RevisionConflict
from orderloom.flow.command import Actor, Command, Origin
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.message import Message
from orderloom.foresight.dry_desk import DryDesk
from orderloom.kernel.interpreter import decide
from orderloom.runtime.picture import Picture
from orderloom.runtime.tally import Tally
from orderloom.runtime.timers import ring_at_once
from orderloom.yaml_tests.asking import Asked
from orderloom.yaml_tests.stage import Stage


def do(stage: Stage, asked: Asked) -> None:
    """Do what is asked."""
    stage.fire_due()
    if isinstance(asked.what, Message):
        _take(stage, asked.what)
    else:
        _commit(stage, asked, decided(stage, asked.what))


def do_at_once(stage: Stage, many: Sequence[Asked]) -> None:
    """Decide everything on one picture, then commit one after the other.

    A decision that somebody else's commit has overtaken is taken again, as in life.
    """
    stage.fire_due()
    prepared = [(asked, _prepared(stage, asked)) for asked in many]
    for asked, batches in prepared:
        try:
            _commit_prepared(stage, asked, batches)
        except RevisionConflict:
            do(stage, asked)


def do_many(stage: Stage, wish: Wish, origin: Origin) -> None:
    """Run a playbook on many records, to its end."""
    stage.fire_due()
    desk = stage.app.live_desk()
    start = play_at(stage.app, desk, wish, origin).start
    if start.outcome == "refused":
        stage.chronicle.note_refusal(wish.playbook, start.reasons, None)


def do_review(stage: Stage, definition: str, by: Actor | None, *, discard: bool) -> None:
    """Resume or discard what a brake parked."""
    stage.fire_due()
    for decision in review(stage.app, definition, by, discard=discard).decisions:
        if decision.outcome == "refused":
            stage.chronicle.note_refusal("brake", decision.reasons, decision.record_id)


def decided(stage: Stage, command: Command) -> list[Decision]:
    """Give what a command leads to as things stand, and the timers that it makes due at once."""
    with stage.app.stores.reader() as reader:
        picture = Picture(reader)
        decision = decide(stage.app.program, picture, command)
        picture.apply(decision)
        return [decision, *ring_at_once(stage.app.program, picture, decision)]


def _take(stage: Stage, message: Message) -> None:
    worker = stage.app.worker(stage.app.live_desk())
    stage.chronicle.mapping = message.mapping
    worker.take(message)
    _note_rejected(stage, message, worker.tally)


def _note_rejected(stage: Stage, message: Message, tally: Tally) -> None:
    language = stage.flow.languages[0]
    for rejected in tally.rejected:
        text = code_text(rejected.code, rejected.facts, language)
        stage.chronicle.note_rejection(message.mapping, rejected.code, text)


def _commit(stage: Stage, asked: Asked, decisions: list[Decision]) -> None:
    decision = decisions[0]
    if decision.outcome != "duplicate":
        stage.app.stores.committer.commit([Batch(decisions=decisions)])
        stage.work_jobs()
    if decision.outcome in ("refused", "parked"):
        found = (decision.reasons, decision.record_id)
        stage.chronicle.note_refusal(asked.name, *found, asked.verb)


def _prepared(stage: Stage, asked: Asked) -> list[Batch]:
    """Give what would be committed if nothing else happened."""
    if not isinstance(asked.what, Message):
        return [Batch(decisions=decided(stage, asked.what))]
    desk = DryDesk(stage.app.stores)
    stage.app.worker(desk).take(asked.what)
    return desk.batches


def _commit_prepared(stage: Stage, asked: Asked, batches: list[Batch]) -> None:
    if not isinstance(asked.what, Message):
        _commit(stage, asked, batches[0].decisions)
        return
    if not stage.app.stores.inbox.accept(asked.what).new:
        return  # the same message twice at once: one of them is a duplicate
    stage.chronicle.mapping = asked.what.mapping
    stage.app.stores.committer.commit(batches)
    if not any(batch.finished for batch in batches):
        do(stage, asked)  # its bytes make no sense: said, and closed, in the ordinary way
