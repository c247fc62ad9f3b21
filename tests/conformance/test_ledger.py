"""Documented keys of the language are held: taken away or changed, something turns red.

The ledger says by what, so that each key is tried once, and nightly those that only a trip over
sockets notices. ``python -m tests.conformance`` brings it up to date; nightly all keys are sought
anew. A key that nothing holds fails.
"""

import sys

import pytest
from tests.conformance import ledger
from tests.conformance.schema_keys import documented_keys
from tests.conformance.survey import searched, still_holds, uses_in
from tests.conformance.table import table
from tests.conformance.trial import as_it_is, copied
from tests.conformance.trips import TRIPS, seen_on_trip

from orderloom.yaml_tests.suite import flows_below

KEYS = {str(key): key for key in documented_keys()}
HELD = ledger.entries()
BY_FLOW = sorted({entry.flow for entry in HELD.values()})
TRIP = "trip"


def test_every_key_is_held():
    sys.stdout.write(table(KEYS, HELD))
    assert sorted(KEYS.keys() - HELD.keys()) == [], "run: python -m tests.conformance"


def test_nothing_is_told_of_keys_that_are_not_there():
    assert sorted(HELD.keys() - KEYS.keys()) == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("flow", BY_FLOW, ids=lambda flow: flow.rpartition("/")[2])
def test_what_holds_a_key_turns_red(flow):
    entries = [entry for entry in HELD.values() if entry.flow == flow and entry.noticed != TRIP]
    assert [entry for entry in entries if not still_holds(entry)] == []


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_a_trip_turns_red_without_a_key():
    entries = [entry for entry in HELD.values() if entry.noticed == TRIP]
    assert [entry for entry in entries if not still_holds(entry)] == []


@pytest.mark.parametrize("name", sorted(trip.stem for trip in TRIPS.iterdir()))
def test_a_trip_sees_the_same_each_time(name):
    folder = ledger.FLOWS / name
    with copied(folder, {}) as copy:
        seen = seen_on_trip(copy, name)
    assert [_placeless(line) for line in seen] == [_placeless(line) for line in as_it_is(folder)]


def _placeless(line):
    """Leave out where in a file something stands: the other one has a line for each definition."""
    return " ".join(word for word in line.split() if not word.startswith("FLOW/"))


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_every_key_is_still_found():
    used = uses_in(flows_below(ledger.FLOWS))
    sought = {key: used[key] for name, key in KEYS.items() if name in HELD}
    assert [key for key, entry in searched(sought) if entry is None] == []
