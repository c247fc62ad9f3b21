"""What every store must do with jobs, searches and unique values (see contract.py)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.store import flows
from tests.store.decisions import batch, decision, order, revised
from tests.store.flows import AT

from orderloom.errors import RevisionConflict
from orderloom.expression.values import Money
from orderloom.flow.job import Job, JobChange

JOB = Job(
    id="job-1",
    name="rule/late.do[0]",
    record="order",
    ids=("order-1", "order-2", "order-3"),
    now=AT,
    event={"is": Money(Decimal("1.10"), "CNY"), "at": AT},
    results={"line": {"sku": "S1", "count": Decimal("2.5")}},
    this={"phone": "13800138000"},
    user={"id": "lin", "roles": ["lead"]},
    take=2,
    path=("rule/early.do[1]", "rule/late.do[0]"),
)
NEW = JobChange(job=JOB)


def with_unique(name):
    """Give the flow with a unique field of orders."""
    flow = flows.flow()
    shape = flow.records["order"]
    field = replace(shape.fields[name], unique=True)
    shape = replace(shape, fields={**shape.fields, name: field}, indexed=(*shape.indexed, name))
    return replace(flow, records={**flow.records, "order": shape})


class JobContract:
    def test_a_job_is_read_as_it_was_committed_and_goes_when_it_is_over(self, store):
        store.committer.commit([batch(decision(order(1), jobs=[NEW]))])
        assert store.jobs.unfinished() == ("job-1",)
        assert store.jobs.read("job-1") == NEW
        first = NEW.moved(succeeded=True)
        second = first.moved(succeeded=False)
        store.committer.commit([batch(decision(jobs=[first]), decision(jobs=[second]))])
        assert store.jobs.read("job-1") == second
        store.committer.commit([batch(decision(jobs=[second.moved(succeeded=True)]))])
        assert store.jobs.unfinished() == ()
        assert store.jobs.read("job-1") is None

    def test_jobs_wait_in_the_order_in_which_they_were_made(self, store):
        jobs = [JobChange(job=Job(**{**as_parts(JOB), "id": name})) for name in ("b", "a", "c")]
        store.committer.commit([batch(decision(order(1), jobs=jobs))])
        assert store.jobs.unfinished() == ("b", "a", "c")

    def test_a_record_of_a_job_is_worked_by_one_process_only(self, store):
        store.committer.commit([batch(decision(order(1), jobs=[NEW]))])
        moved = NEW.moved(succeeded=True)
        store.committer.commit([batch(decision(order(2), jobs=[moved]))])
        for late in (moved, moved.moved(succeeded=True).moved(succeeded=True)):
            with pytest.raises(RevisionConflict) as caught:
                store.committer.commit([batch(decision(order(3), jobs=[late]))])
            assert (caught.value.code, caught.value.facts) == ("OL638", {"job": "job-1"})
        assert store.jobs.read("job-1") == moved

    def test_a_job_made_and_worked_in_one_commit_leaves_nothing(self, store):
        changes = [NEW, NEW.moved(succeeded=True), NEW.moved(succeeded=True).moved(succeeded=True)]
        assert changes[-1].state == "over"
        store.committer.commit([batch(decision(order(1), jobs=changes))])
        assert store.jobs.unfinished() == ()


class SearchContract:
    @pytest.mark.parametrize("change", ["new", "changed", "another_type"])
    def test_a_change_while_records_were_looked_through_clashes(self, store, change):
        first = order(1)
        store.committer.commit([batch(decision(first))])
        with store.reader() as reader:
            horizon = reader.horizon()
        found = decision(order(9), searched={"order": horizon})
        if change == "new":
            store.committer.commit([batch(decision(order(2)))])
        elif change == "changed":
            store.committer.commit([batch(decision((first, revised(first, quantity=5))))])
        else:
            found = decision(order(9), searched={"case": horizon})
            store.committer.commit([batch(decision(order(2)))])
            store.committer.commit([batch(found)])
            return
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(found)])
        assert (caught.value.code, caught.value.facts) == ("OL637", {"type": "order"})
        with store.reader() as reader:
            assert reader.get("order-9") is None

    def test_decisions_of_one_group_look_through_what_the_others_made(self, store):
        store.committer.commit(
            [batch(decision(order(1)), decision(order(2), searched={"order": 0}))]
        )
        with store.reader() as reader:
            assert reader.types() == {"order": 2}


class UniqueContract:
    @pytest.mark.parametrize("name", ["channel", "phone"])
    def test_of_two_that_take_one_value_at_once_one_is_refused(self, reopen, name):
        store = reopen(with_unique(name))
        store.committer.commit([batch(decision(order(1)))])
        with pytest.raises(RevisionConflict) as caught:
            store.committer.commit([batch(decision(order(2)))])
        expected = {"type": "order", "field": name}
        assert (caught.value.code, caught.value.facts) == ("OL639", expected)
        with store.reader() as reader:
            assert reader.types() == {"order": 1}

    def test_a_value_that_was_given_up_is_free(self, reopen):
        store = reopen(with_unique("channel"))
        first = order(1)
        store.committer.commit([batch(decision(first))])
        store.committer.commit(
            [batch(decision((first, revised(first, channel="pdd"))), decision(order(2)))]
        )
        with store.reader() as reader:
            assert [each.id for each in reader.linked("order", "channel", "jd")] == ["order-2"]


def as_parts(job):
    return {name: getattr(job, name) for name in job.__struct_fields__}
