"""Names are looked up by the system, within the call's time."""

import pytest
from tests.egress.calling import calling, get

from orderloom.egress.resolver import SystemResolver
from orderloom.errors import DeliveryFailed, OutcomeUnknown


def test_this_machine_has_an_address():
    assert set(SystemResolver().resolve("localhost", 20.0)) <= {"127.0.0.1", "::1"}


def test_what_cannot_be_a_name_has_no_address():
    assert SystemResolver().resolve("a" * 64 + ".invalid", 20.0) == ()


def test_a_call_whose_name_takes_too_long_is_tried_again():
    class Slow:
        def resolve(self, host, seconds):
            raise TimeoutError

    with (
        calling(80, hosts=["api.example.com"], names=Slow()) as client,
        pytest.raises(DeliveryFailed) as caught,
    ):
        client.send(get("http://api.example.com/"))

    assert (caught.value.code, caught.value.error_class) == ("OL859", "transient")
    assert not isinstance(caught.value, OutcomeUnknown)
