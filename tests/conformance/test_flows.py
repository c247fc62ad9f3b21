"""Small flows, one for each corner of the language, whose own tests pass; some have a trip."""

from pathlib import Path

import pytest
from tests.conformance.trial import played
from tests.conformance.trips import TRIPS

from orderloom.yaml_tests.suite import flows_below

FLOWS = flows_below(Path(__file__).parent / "flows")


@pytest.mark.parametrize("folder", FLOWS, ids=lambda folder: folder.name)
def test_a_flow_does_what_it_says(folder):
    result = played(folder)
    assert not result.diagnostics
    assert result.tests or (TRIPS / f"{folder.name}.yaml").is_file()
    assert [failure for test in result.tests for failure in test.failures] == []
