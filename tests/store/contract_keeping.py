"""What every store must do with versions, and with webhooks not believed (see contract.py)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs
from tests.store import flows
from tests.store.decisions import batch, decision, order
from tests.store.flows import AT

from orderloom.errors import StoreUnusable
from orderloom.flow.version import Version
from orderloom.flow.webhook import Arrival

MINUTE = timedelta(minutes=1)
FIRST = Version(number=1, digest="d1", at=AT, who="zhou", renames={"order": {"old": "quantity"}})
KNOCK = Arrival(
    method="POST", url="https://x/y", query="", headers=(("a", "b"),), body=b"\x00", at=AT
)


class InForceContract:
    def test_whoever_works_under_another_version_writes_nothing(self, store, reopen):
        other = reopen(flows.flow())
        store.committer.commit_alone(lambda: batch(version=FIRST))
        assert (store.number, other.number) == (1, 0)
        with pytest.raises(StoreUnusable) as caught:
            other.committer.commit([batch(decision(order(1)))])
        assert (caught.value.code, caught.value.facts) == ("OL692", {"number": "1"})
        other.stand(FIRST)
        other.committer.commit([batch(decision(order(1)))])
        assert reopen(flows.flow()).number == 1
        assert store.versions.active() == FIRST
        assert store.versions.every() == [FIRST]

    def test_sources_are_kept_of_every_flow_that_was_opened(self, store, reopen):
        reopen(flows.without("weight"))
        with pytest.raises(KeyError):
            store.versions.sources("d3")
        environment, files = store.versions.sources("d2")
        assert (environment, dict(files)) == ("test", dict(flows.flow().sources))

    def test_a_field_is_read_under_its_new_name(self, store, reopen):
        store.committer.commit([batch(decision(order(1)))])
        shape = flows.flow().records["order"]
        fields = {("count" if n == "quantity" else n): of for n, of in flows.ORDER_FIELDS.items()}
        renamed = replace(shape, fields={n: flows.field(n, of) for n, of in fields.items()})
        there = reopen(flows.flow(renamed, digest="d2"))
        there.rename({"order": {"quantity": "count"}})
        with there.reader() as reader:
            assert reader.get("order-1").values["count"] == 3


class RefusalContract:
    def test_the_same_again_is_counted_and_one_is_let_go(self, store):
        store.refusals.note("jd", "orders", "OL901", KNOCK)
        later = structs.replace(KNOCK, at=AT + MINUTE)
        store.refusals.note("jd", "orders", "OL902", later)
        store.refusals.note("pdd", "orders", "OL901", KNOCK)
        first, other = store.refusals.kept()
        assert (first.code, first.times) == ("OL902", 2)
        assert (first.first_at, first.last_at, first.arrival) == (AT, AT + MINUTE, KNOCK)
        assert store.refusals.kept("pdd") == [other]
        store.refusals.drop(first.id)
        assert store.refusals.kept() == [other]

    def test_of_a_stream_the_newest_are_kept(self, store):
        for number in range(203):
            body = str(number).encode()
            arrival = structs.replace(KNOCK, body=body, at=AT + MINUTE * number)
            store.refusals.note("jd", "orders", "OL901", arrival)
        kept = [each.arrival.body for each in store.refusals.kept("jd")]
        assert kept == [str(number).encode() for number in range(3, 203)]
