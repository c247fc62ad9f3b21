"""Approvals: who is asked, whose word counts, and what waits for it."""

import pytest
from tests.cli.program import call
from tests.yaml_tests.flows import play, told

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments: {test: {hosts: [], publish: [lead]}}
---
{kind: role, id: service, see: {refund: {fields: all}}}
---
{kind: role, id: lead, includes: [service], see: {refund: {fields: all}}}
---
{kind: role, id: finance, see: {refund: {fields: all}}}
---
{kind: role, id: chief, includes: [lead, finance], see: {refund: {fields: all}}}
---
kind: record
id: refund
identity: [number]
fields: {number: text, amount: {type: money, edit: [service]}, note: text, lane: text}
---
kind: machine
id: refund_status
record: refund
field: status
initial: asked
states: {asked: , paid: {final: true}, denied: {final: true}}
transitions:
  pay: {from: asked, to: paid}
  deny: {from: asked, to: denied, input: {why: text}}
---
kind: rule
id: above
on: [refund.created, refund.amount.changed]
when: amount >= CNY 50
do:
  - set: {lane: '=text(amount)'}
  - ask: {en: "Refund {more}", zh: 退款}
    from: [lead, finance]
    later:
      - {after: 1h, do: [{tag: waiting}, {tag: late, of: =record}]}
      - {after: 24h, do: [{fire: expire}]}
    then: [{fire: pay}, {set: {note: '=text(event.is)'}}]
    else: [{fire: deny, with: {why: =answer.status}}, {set: {note: =answer.why}}]
---
{kind: rule, id: small, on: [refund.created, refund.amount.changed], when: amount < CNY 50,
 do: [{fire: pay}]}
---
{kind: rule, id: hearing, on: approval.status.granted, do: [{tag: heard}]}
---
kind: mapping
id: web
record: refund
read: {format: json}
zone: Asia/Shanghai
fields: {number: no, amount: {from: amount, as: money}}
"""

TEST = """
kind: test
id: play
at: 2026-01-05T20:00+08:00
given: {r: {record: refund, number: R-1}}
"""

PASSING = {
    "below the limit nobody is asked": """
steps:
  - {change: r, set: {amount: CNY 49.99}, as: service/li}
  - {expect: [{that: r.status == "paid"}, {record: approval, count: 0}]}
""",
    "one yes of each role, from different people": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - expect: [{record: approval, has: {status: open, roles: [lead, finance], asker: li}}]
  - {decide: r, yes: true, as: lead/wang}
  - {expect: {that: r.status == "asked"}}
  - {decide: r, yes: true, as: lead/wang}
  - {expect: {refused: decide, last: true, has: {codes: [OL579]}}}
  - {decide: r, yes: true, as: lead/zhou}
  - {expect: {refused: decide, last: true, has: {codes: [OL190]}}}
  - {decide: r, yes: true, as: finance/zhao}
  - expect:
      - {that: r.status == "paid" and r.note == "CNY 50.00"}
      - {record: approval, has: {status: granted, yes: [wang, zhao], tags: [heard]}}
  - {decide: r, yes: true, as: finance/zhao}
  - {expect: {refused: decide, last: true, has: {codes: [OL576]}}}
""",
    "somebody with both roles fills one, whichever the other leaves": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - {decide: r, yes: true, as: chief/qian}
  - {expect: {that: r.status == "asked"}}
  - {decide: r, yes: true, as: lead/wang}
  - {expect: {that: r.status == "paid"}}
""",
    "never who asked, and nobody without such a role": """
steps:
  - {change: r, set: {amount: CNY 50}, as: lead/wang}
  - {decide: r, yes: true, as: lead/wang}
  - {expect: {refused: decide, count: 1, last: true, has: {codes: [OL578]}}}
  - {decide: r, yes: false, as: lead/wang}
  - {expect: {refused: decide, count: 1, last: true, has: {codes: [OL578]}}}
  - {decide: r, yes: true, as: service/li}
  - {expect: {refused: decide, count: 1, last: true, has: {codes: [OL721]}}}
""",
    "one no is no, with what was said": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - {decide: r, yes: true, as: lead/wang}
  - {decide: r, yes: false, as: finance/zhao, why: too much}
  - expect:
      - {that: r.status == "denied" and r.note == "too much"}
      - {record: approval, has: {status: refused, no: zhao}}
""",
    "asked again while it is open it is the same question": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - {change: r, set: {amount: CNY 60}, as: service/li}
  - {expect: [{record: approval, count: 1}, {that: r.lane == "CNY 60.00"}]}
""",
    "time runs out, also while the process is down": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - {wait: 1h}
  - {expect: [{that: '"late" in r.tags'}, {record: approval, has: {tags: [waiting]}}]}
  - {restart: true}
  - {wait: 23h}
  - {expect: [{that: r.status == "denied"}, {record: approval, has: {status: expired}}]}
  - {decide: r, yes: true, as: lead/wang}
  - {expect: {refused: decide, has: {codes: [OL576]}}}
""",
    "withdrawn, neither runs and the timers are over": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - {fire: withdraw, of: {record: approval}}
  - {wait: 48h}
  - {expect: [{that: r.status == "asked"}, {record: approval, has: {status: withdrawn}}]}
  - {change: r, set: {amount: CNY 70}, as: service/li}
  - {expect: {record: approval, count: 2}}
""",
    "two who decide at once are heard one after the other": """
steps:
  - {change: r, set: {amount: CNY 50}, as: service/li}
  - together:
      - {decide: r, yes: true, as: lead/wang}
      - {decide: r, yes: false, as: finance/zhao}
  - {expect: [{that: r.status == "denied"}, {record: approval, has: {status: refused}}]}
""",
}


@pytest.mark.parametrize("name", PASSING)
def test_an_approval(name, tmp_path):
    assert told(play(tmp_path, TEST + PASSING[name], FLOW)) == []


def test_people_decide_by_the_command_line(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "refunds.json").write_text('{"no": "R-1", "amount": "80"}', encoding="utf-8")
    assert call("run", tmp_path, "--input", tmp_path / "refunds.json").code == 0
    about = ("--flow", tmp_path)
    answer = call("decide", "R-1", "yes", "--as", "lead/wang", *about)
    assert (answer.code, answer.out.splitlines()[0]) == (0, "wang said yes to *Refund {more}*")
    again = call("decide", "R-1", "yes", "--as", "lead/wang", *about)
    assert again.code == 1
    assert "wang has said yes already" in again.err + again.out
    answer = call("decide", "R-1", "no", "--as", "finance/zhao", "--why", "no proof", *about)
    assert answer.code == 0
    story = call("explain", "R-1", *about).out
    assert "asked lead, finance: *Refund {more}*" in story
    assert "denied" in story


def test_undoing_what_asked_withdraws_the_question(tmp_path):
    flow = FLOW.replace("  - set: {lane: '=text(amount)'}\n", "")
    (tmp_path / "flow.yaml").write_text(flow, encoding="utf-8")
    (tmp_path / "refunds.json").write_text('{"no": "R-1"}', encoding="utf-8")
    assert call("run", tmp_path, "--input", tmp_path / "refunds.json").code == 0
    about = ("--as", "lead/wang", "--flow", tmp_path)
    assert call("change", "R-1", "--set", "amount=CNY 80", *about).code == 0
    undone = call("undo", "R-1", *about)
    assert undone.code == 0, undone.err + undone.out
    answer = call("decide", "R-1", "yes", "--as", "finance/zhao", "--flow", tmp_path)
    assert answer.code == 1
    assert "nothing is asked" in answer.err + answer.out


def test_what_was_decided_is_retold_by_a_test_that_passes(tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "refunds.json").write_text('{"no": "R-1", "amount": "80"}', encoding="utf-8")
    assert call("run", tmp_path, "--input", tmp_path / "refunds.json").code == 0
    for person in ("lead/wang", "finance/zhao"):
        assert call("decide", "R-1", "yes", "--as", person, "--flow", tmp_path).code == 0
    made = call("test", tmp_path, "--from-record", "R-1")
    assert made.code == 0, made.err
    assert made.out.count("decide:") == 2
    assert "status: granted" in made.out
