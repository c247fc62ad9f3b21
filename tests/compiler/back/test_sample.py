"""A flow that uses every construct compiles to what it says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.compiler.back.shapes import CONNECTORS

from orderloom.compiler.load import check_flow, load_flow
from orderloom.definition.action import (
    Choose,
    Create,
    Fire,
    Hold,
    Notify,
    OpenCase,
    Set,
    Tag,
    Unhold,
)
from orderloom.definition.mapping import Step
from orderloom.expression.types import ChoiceType, MoneyType
from orderloom.expression.values import Money
from orderloom.flow.surroundings import Surroundings

SAMPLE = Path(__file__).parent / "sample"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def flow():
    return load_flow(SAMPLE, connectors=CONNECTORS)


def test_a_good_flow_has_no_findings():
    assert check_flow(SAMPLE, connectors=CONNECTORS).diagnostics == ()


def test_settings_are_typed_by_their_form_for_the_first_environment_that_is_not_production(flow):
    assert flow.environment == "test"
    assert dict(flow.settings) == {
        "late_after": timedelta(hours=48),
        "runaway_amount": Money(Decimal(50000), "CNY"),
        "greeting": "012",
        "share": Decimal("0.8"),
        "tries": 3,
        "strict": True,
    }


def test_an_environment_overrides_settings_and_changes_the_digest(flow):
    production = load_flow(SAMPLE, environment="production", connectors=CONNECTORS)
    assert production.settings["late_after"] == timedelta(hours=36)
    assert production.digest != flow.digest
    assert load_flow(SAMPLE, connectors=CONNECTORS).digest == flow.digest


def test_definitions_stand_under_their_ids(flow):
    assert set(flow.records) == {"case", "approval", "order", "picking_list"}
    assert set(flow.machines) == {"case_status", "approval_status", "order_status"}
    assert set(flow.mappings) == {"jd_order", "desk_order"}
    assert set(flow.rules) == {"rush_lane", "hold_risky", "late_cases"}
    assert set(flow.messages) == {"shipped", "case_late"}
    assert set(flow.connections) == {"jd_shop", "sms_gate"}
    assert flow.roles["service_lead"].includes == {"service_lead", "service"}


def test_a_record_has_typed_fields_with_their_aliases(flow):
    order = flow.records["order"]
    assert order.identity == ("channel", "channel_order_no")
    assert order.fields["channel"].type == ChoiceType(("jd", "pdd"))
    assert order.fields["channel"].aliases == ("渠道",)
    assert order.fields["fee"].type == MoneyType("USD")
    assert list(order.fields["lines"].parts) == ["line_no", "sku", "quantity", "price"]
    assert order.fields["labels"].item.kind == "text"
    assert order.state_fields == {"status": "order_status"}


def test_defaults_are_typed_by_their_field(flow):
    fields = flow.records["order"].fields
    assert fields["fee"].default.constant == Money(Decimal("1.50"), "USD")
    assert fields["patience"].default.constant == timedelta(minutes=30)
    assert fields["urgent"].default.constant is False
    assert fields["lane"].default.constant == "normal"


def test_computed_fields_come_after_those_they_read(flow):
    order = flow.records["order"]
    assert order.computed == ("total", "outstanding")
    values = {"lines": [{"price": Money(Decimal(5), "CNY"), "quantity": 2}]}
    assert order.fields["total"].compute.evaluate(values, Surroundings()) == Money(
        Decimal(10), "CNY"
    )


def test_an_edit_condition_keeps_its_reason(flow):
    address = flow.records["order"].fields["address"]
    assert address.edit == ("customer", "service")
    assert address.edit_when[0].why == {"zh": "发货前两小时内不可改", "en": "too close to shipping"}
    assert address.edit_when[0].compiled.volatile


def test_a_machine_is_a_table_with_any_spelt_out(flow):
    machine = flow.machines["order_status"]
    leaving = {state: [way.name for way in ways] for state, ways in machine.leaving.items()}
    assert leaving == {
        "unpaid": ["pay", "cancel"],
        "paid": ["ship", "ship", "cancel"],
        "shipped": [],
        "cancelled": [],
    }
    assert {state: len(ways) for state, ways in machine.automatic.items()} == {
        "unpaid": 0,
        "paid": 1,
        "shipped": 0,
        "cancelled": 0,
    }
    assert [way.cause.path for way in machine.named["ship"]] == [
        "transitions.ship[0]",
        "transitions.ship[1]",
    ]
    assert machine.named["cancel"][0].origins == ("unpaid", "paid")
    assert machine.owner == "jd_shop"


def test_a_guard_reads_the_inputs_of_its_transition(flow):
    (pay,) = flow.machines["order_status"].named["pay"]
    amount = {"amount": Money(Decimal(10), "CNY")}
    around = Surroundings(NOW, event={"paid_amount": Money(Decimal(9), "CNY")})
    assert pay.when[0].compiled.evaluate(amount, around) is False
    assert pay.by == ("service",)


def test_the_built_in_case_has_its_machine(flow):
    machine = flow.machines["case_status"]
    assert flow.records["case"].built_in
    assert {state: [way.name for way in ways] for state, ways in machine.leaving.items()} == {
        "open": ["answer", "close", "withdraw"],
        "answered": ["close"],
        "closed": [],
        "withdrawn": [],
    }


def test_literals_of_set_are_typed_by_the_field(flow):
    changes = dict(flow.rules["rush_lane"].do[0].changes)
    assert {name: value.constant for name, value in changes.items() if not value.compiled} == {
        "lane": "rush",
        "patience": timedelta(hours=2),
        "urgent": True,
        "fee": Money(Decimal(2), "USD"),
        "labels": ("a", "b"),
        "due": date(2026, 1, 5),
    }
    assert changes["printed_at"].of({}, Surroundings(NOW)) == NOW


def test_actions_are_built_in_order_with_their_causes(flow):
    rush, risky = flow.rules["rush_lane"], flow.rules["hold_risky"]
    assert [type(each) for each in rush.do] == [Set, Create, Tag]
    assert [type(each) for each in risky.do] == [Hold, Unhold, OpenCase, Choose]
    assert rush.do[1].result == "list"
    assert (rush.do[1].cause.definition, rush.do[1].cause.path) == ("rule/rush_lane", "do[1]")
    assert rush.do[1].cause.place.line == 10
    assert rush.do[1].cause.place.file == str(SAMPLE / "definitions" / "rules.yaml")


def test_a_choice_ends_with_else_and_keeps_paths(flow):
    choose = flow.rules["hold_risky"].do[3]
    first, last = choose.branches
    (fire,) = first.do
    assert isinstance(fire, Fire)
    assert fire.cause.path == "do[3].choose[0].do[0]"
    assert fire.otherwise[0].cause.path == "do[3].choose[0].do[0].else[0]"
    assert dict(fire.inputs)["reason"].constant == "太晚"
    assert last.when is None
    (notify,) = last.do
    assert isinstance(notify, Notify)
    assert (notify.message, notify.role) == ("case_late", "service_lead")


def test_rules_are_indexed_by_event(flow):
    assert {name: [rule.id for rule in rules] for name, rules in flow.rules_on.items()} == {
        "order.created": ["rush_lane"],
        "order.status.paid": ["hold_risky"],
        "order.amount.changed": ["hold_risky"],
        "case.created": ["late_cases"],
    }


def test_a_mapping_reads_paths_words_and_parts(flow):
    mapping = flow.mappings["jd_order"]
    items = dict(mapping.items)
    assert mapping.read.each.steps == (Step(key="order_list"), Step(every=True))
    assert items["channel_order_no"].path.steps == (Step(key="order"), Step(key="sn"))
    assert items["lane"].path.steps == (Step(key="flags"), Step(index=0))
    assert items["lane"].words == {"1": "normal", "2": "rush"}
    assert (items["lane"].has_otherwise, items["lane"].otherwise) == (True, "normal")
    assert items["status"].refuse_others
    assert [name for name, _ in items["lines"].parts] == ["line_no", "sku", "quantity"]
    assert items["amount"].currency == "CNY"
    assert items["amount"].on_null == "keep"
    assert mapping.state_fields == {"status": ("unpaid", "paid", "shipped", "cancelled")}
    assert (mapping.when_absent, mapping.when_present) == ("park", "update")
    assert items["remark"].value.of({"channel_order_no": "P1"}, Surroundings()) == "P1"


def test_a_table_is_read_by_its_columns(flow):
    mapping = flow.mappings["desk_order"]
    assert (mapping.read.format, mapping.read.header, mapping.read.separator) == ("csv", 2, "\t")
    assert mapping.read.columns == ("单号", "日期", "货号")
    assert mapping.group_by == ("单号",)
    lines = dict(mapping.items)["lines"]
    rows = [{"货号": "A"}]
    assert lines.each_value.of({}, Surroundings(raw={"rows": rows})) == rows
    assert dict(mapping.items)["printed_at"].zone == "Asia/Tokyo"


def test_a_message_has_a_text_for_each_medium_and_language(flow):
    shipped = flow.messages["shipped"]
    assert list(shipped.media) == ["sms", "email"]
    assert list(shipped.media["sms"].body) == ["zh", "en"]
    assert list(shipped.media["email"].subject) == ["zh"]
