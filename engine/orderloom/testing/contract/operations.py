"""Carrying out: once for each key, and an answer that can be kept."""

import json
from collections.abc import Mapping

from jsonschema import Draft202012Validator

from orderloom.errors import OutcomeUnknown
from orderloom.plugins.guarding import operation_of
from orderloom.ports import OperationShape
from orderloom.testing.contract.rig import Rig, demand, refusal, skip
from orderloom.testing.contract.session import answering, falling_silent
from orderloom.testing.contract.streams import StreamContract


class OperationContract(StreamContract):
    """Checks of an operation; see ``ConnectorContract``."""

    def _shape(self, rig: Rig) -> OperationShape:
        named = rig.operation or skip("it performs nothing")
        shape = operation_of(rig.connector, named)
        if shape is None:
            raise AssertionError(f"{named} is not among its operations")
        return shape

    def test_an_operation_is_done_and_answered(self) -> None:
        """The peer has done it once; the answer is plain data and as declared."""
        rig = self.rig()
        shape = self._shape(rig)
        answer = rig.perform()
        demand(len(rig.done()) == 1, f"done {len(rig.done())} times")
        demand(isinstance(answer, Mapping), f"answers {type(answer).__name__}")
        plain = json.loads(json.dumps(answer, default=str))
        faults = list(Draft202012Validator(shape.gives or {}).iter_errors(plain))
        demand(not faults, f"the answer is not as declared: {faults[:1]}")

    def test_the_input_that_is_tested_is_as_declared(self) -> None:
        """What the rig hands over fits the schema that the operation declares."""
        rig = self.rig()
        schema = self._shape(rig).takes or {}
        faults = list(Draft202012Validator(schema).iter_errors(rig.payload or {}))
        demand(not faults, f"not as declared: {faults[:1]}")

    def test_the_same_key_twice_is_done_once(self) -> None:
        """An answer that got lost is asked for again."""
        rig = self.rig()
        if not self._shape(rig).keyed:
            skip("its peer honours no key")
        rig.perform("same")
        rig.restart()
        rig.perform("same")
        demand(len(rig.done()) == 1, f"done {len(rig.done())} times under one key")

    def test_another_key_is_another_time(self) -> None:
        """Two keys are two wishes."""
        rig = self.rig()
        self._shape(rig)
        rig.perform("one")
        rig.perform("two")
        demand(len(rig.done()) == 2, f"done {len(rig.done())} times under two keys")

    def test_an_unknown_operation_is_refused(self) -> None:
        """Nothing leaves, and nobody tries it again."""
        rig = self.rig()
        error = refusal(lambda: rig.perform(operation="no_such_operation"))
        demand(error.error_class == "bug", f"class {error.error_class}")
        demand(not rig.session.http.sent, "something left")

    def test_a_call_without_answer_stays_unknown(self) -> None:
        """The engine must hear that nobody knows: it tries again only what bears it."""
        rig = self.rig()
        rig.speaking()
        self._shape(rig)
        rig.session.http.fail(falling_silent, after=_before_it(rig))
        error = refusal(rig.perform)
        demand(isinstance(error, OutcomeUnknown), "an unknown outcome is told as a known one")

    def test_a_refused_call_is_no_success(self) -> None:
        """A refusal is an error with a class, never an answer."""
        rig = self.rig()
        rig.speaking()
        self._shape(rig)
        rig.session.http.fail(answering(422), after=_before_it(rig))
        error = refusal(rig.perform)
        demand(error.error_class in ("rejected", "bug"), f"class {error.error_class}")


def _before_it(rig: Rig) -> int:
    """Count the requests that come before the call itself: those for a token."""
    return 0 if rig.token_requests is None else 1
