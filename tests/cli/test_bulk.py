"""``play --over``, ``jobs`` and ``undo --job`` as they are typed."""

import shutil

import pytest
from tests.cli.program import CHECKOUT, call
from tests.cli.test_outputs import assert_valid

C13 = CHECKOUT / "examples" / "scenarios" / "c13_customs_in_bulk"
HELD = "order_no,phone,state\nC-1,13800000001,held\nC-2,13800000002,held\nF-1,13800000003,free\n"


@pytest.fixture
def customs(tmp_path):
    folder = tmp_path / "customs"
    shutil.copytree(C13, folder)
    (folder / "held.csv").write_text(HELD, encoding="utf-8")
    assert call("run", folder, "--input", folder / "held.csv", "--mapping", "broker").code == 0
    return folder


def play(customs, *more):
    who = ("--as", "lead/wu", "--flow", customs)
    return call("play", "calm", "--over", 'status == "customs"', *who, *more)


def test_nothing_happens_without_yes(customs):
    told = play(customs, "--with", "until=Mon")
    assert told.code == 0
    assert told.out.startswith(
        "Calm those who wait: 2 records\n  messages: 2 × sorry (sms)\n"
        "  cannot be taken back: 2 × sorry\nsuch as:\n"
    )
    assert told.out.endswith("nothing was done; --yes does it\n")
    assert call("jobs", "--flow", customs).out == "no jobs\n"
    document = play(customs, "--with", "until=Mon", "--dry-run", "--format", "json").document
    assert_valid(document, "play")
    assert (document["done"], document["records"], document["job"]) == (False, 2, None)


def test_yes_does_it_and_the_job_is_known(customs):
    done = play(customs, "--with", "until=Mon", "--yes", "--why", "a strike", "--format", "json")
    assert_valid(done.document, "play")
    assert (done.document["done"], done.document["worked"]) == (True, 2)
    job = done.document["job"]
    listed = call("jobs", "--flow", customs, "--format", "json").document
    assert_valid(listed, "jobs")
    (known,) = listed["jobs"]
    assert (known["job"], known["state"], known["who"], known["why"]) == (
        job,
        "over",
        "wu",
        "a strike",
    )
    who = ("--as", "lead/wu", "--flow", customs)
    undone = call("undo", "--job", job, *who, "--format", "json")
    assert undone.code == 1
    assert_valid(undone.document, "undo")
    assert undone.document["done"] is False


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("calm", "extra", "--over", "true"), 2, "OL795"),
        (("calm",), 2, "OL795"),
        (("order/C-1", "calm", "--take", "2"), 2, "OL796"),
        (("order/C-1", "calm", "--yes"), 2, "OL796"),
        (("calm", "--over", "true", "--yes", "--dry-run"), 2, "OL797"),
        (("clam", "--over", "true"), 2, "OL790"),
        (("calm", "--over", "statsu == 1"), 1, "--over:1:1"),
        (("calm", "--over", "true", "--order-by", "nothing"), 1, "--order-by:1:1"),
    ],
)
def test_a_wrong_call_is_told(customs, arguments, code, named):
    answer = call("play", *arguments, "--as", "lead/wu", "--flow", customs)
    assert answer.code == code
    assert named in answer.err


def test_who_is_meant_must_be_said(customs):
    who = ("--as", "lead/wu", "--flow", customs)
    assert "OL800" in call("jobs", "pause", "--flow", customs).err
    assert "OL793" in call("jobs", "pause", "job-1", *who).err
    assert "OL793" in call("undo", "--job", "job-1", *who).err
    assert "OL798" in call("undo", *who).err
    assert "OL798" in call("undo", "order/C-1", "--job", "job-1", *who).err
