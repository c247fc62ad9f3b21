"""Every two kinds that share a record act on it together, and not one without the other."""

import pytest
from tests.conformance.pairs import pairs, passes


@pytest.mark.parametrize(("first", "second"), list(pairs()))
def test_two_kinds_act_on_one_record(tmp_path, first, second):
    assert passes(tmp_path, first, second)
    for each in (first, second):
        assert not passes(tmp_path, first, second, without=each)
