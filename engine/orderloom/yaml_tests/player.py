"""Playing one example of a test: what is given, then every step in order."""

from datetime import timedelta
from typing import TypeAlias

from orderloom.definition.test import (
    Answer,
    Change,
    Decide,
    Expect,
    Fire,
    Given,
    GivenStock,
    Play,
    Receive,
    Restart,
    Review,
    Run,
    RunOver,
    Test,
    Together,
    Unhold,
    Wait,
)
from orderloom.errors import OrderloomError
from orderloom.flow.command import Origin
from orderloom.flow.decision import Batch
from orderloom.kernel.placing import Placement, place
from orderloom.kernel.stocks.storing import Goods, store
from orderloom.runtime.picture import Picture
from orderloom.yaml_tests.answering import answer
from orderloom.yaml_tests.asking import Asking
from orderloom.yaml_tests.expecting import unmet
from orderloom.yaml_tests.failing import Failure, PlayStopped
from orderloom.yaml_tests.performing import do, do_at_once, do_many, do_review
from orderloom.yaml_tests.showing import shown
from orderloom.yaml_tests.stage import Stage

Event: TypeAlias = (
    Receive
    | Change
    | Fire
    | Run
    | RunOver
    | Unhold
    | Decide
    | Answer
    | Review
    | Wait
    | Restart
    | Together
)
"""A step that does something."""


class Player:
    """Plays one example of a test on a stage."""

    def __init__(self, test: Test, play: Play, stage: Stage) -> None:
        self._play = play
        self._stage = stage
        self._asking = Asking(test.id, stage)

    def play(self) -> list[Failure]:
        """Do every step until something is not as expected; say what was not."""
        try:
            for given in self._play.given:
                self._place(given)
            for step in self._play.steps:
                if isinstance(step, Expect):
                    if failures := unmet(self._stage, step):
                        return failures
                    continue
                self._stage.chronicle.step += 1
                self._perform(step)
        except PlayStopped as stop:
            return [Failure(finding=stop.finding)]
        return []

    def _place(self, given: Given | GivenStock) -> None:
        stage = self._stage
        around = stage.around()
        values = {name: value.of({}, around) for name, value in given.values}
        program, now = stage.app.program, stage.clock.now()
        with stage.app.stores.reader() as reader:
            view = Picture(reader)
            if isinstance(given, GivenStock):
                goods = Goods(given.stock, given.kind, values)
                decision = store(program, view, now, goods)
            else:
                origin = Origin(f"given:{given.label}")
                placement = Placement(given.record, values, given.states)
                decision = place(program, view, origin, now, placement)
        for reason in decision.reasons:
            raise PlayStopped(reason.code, given.place, **reason.facts)
        stage.app.stores.committer.commit([Batch(decisions=[decision])])
        if isinstance(given, Given):
            stage.labels[given.label] = str(decision.record_id)

    def _perform(self, step: Event) -> None:  # noqa: C901 - one arm a step
        """Do a step; what cannot be done at all ends the play."""
        stage = self._stage
        try:
            match step:
                case Together(steps=steps):
                    asked = [self._asking.of(each) for _ in range(step.times) for each in steps]
                    do_at_once(stage, asked)
                case Receive() | Change() | Fire() | Run() | Unhold() | Decide():
                    for _ in range(step.times):
                        do(stage, self._asking.of(step))
                case RunOver():
                    for _ in range(step.times):
                        do_many(stage, *self._asking.over(step))
                case Review(definition=definition, discard=discard):
                    who = self._asking.actor(step.actor)
                    do_review(stage, definition, who, discard=discard)
                case Answer():
                    for _ in range(step.times):
                        answer(stage, step)
                case Wait():
                    for _ in range(step.times):
                        self._wait(step)
                case Restart():
                    stage.restart()
        except OrderloomError as error:
            raise PlayStopped(error.code, step.place, **error.facts) from error

    def _wait(self, step: Wait) -> None:
        now = self._stage.clock.now()
        until = step.until or now + (step.duration or timedelta())
        if until < now:
            raise PlayStopped("OL808", step.place, now=shown(now, self._stage.flow.zone))
        self._stage.advance(until)
