"""Published tables: state words of couriers, fields of Pinduoduo, limits and codes of Kuaishou."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.compiler.back.shapes import CONNECTORS
from tests.library.mapped import FLOW, mapped
from tests.library.shipped import LIBRARY
from tests.mapping.building import message

from orderloom.compiler.load import load_flow
from orderloom.mapping.program import build_mapping

pytestmark = pytest.mark.shared

ROWS = {"cainiao": 14, "jtexpress": 46, "sf": 20, "sto": 29, "yto": 11, "zto": 24}
"""How many words each courier has: 144."""


@pytest.fixture
def data(shared):
    return shared / "data"


def words(data, carrier):
    """Give a courier's words with OLTS's codes."""
    text = (data / "olts" / "mappings" / "cn" / f"{carrier}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {row["carrier_code"]: row["olts_code"] for row in csv.DictReader(lines)}


# OLTS has 32 codes, a parcel eight states. What is only planned, or taken back, is not yet a state.
STATE = {
    "order_created": "announced", "label_printed": "announced", "pickup_scheduled": "announced",
    "order_cancelled": None, "picked_up": "picked_up", "pickup_failed": "problem",
    "arrived_at_hub": "in_transit", "departed_from_hub": "in_transit", "in_transit": "in_transit",
    "transferred_to_carrier": "in_transit", "arrived_at_destination": "in_transit",
    "customs_declared": "in_transit", "customs_held": "problem", "customs_inspection": "in_transit",
    "customs_released": "in_transit", "customs_duty_paid": "in_transit",
    "clearance_completed": "in_transit", "out_for_delivery": "out_for_delivery",
    "delivery_attempted": "problem", "delivered": "signed",
    "delivery_to_locker": "out_for_delivery", "awaiting_pickup": "out_for_delivery",
    "signed_by_third_party": "signed", "exception": "problem", "damaged": "problem",
    "lost": "problem", "address_issue": "problem", "recipient_unavailable": "problem",
    "refused": "problem", "return_initiated": "returning", "in_return_transit": "returning",
    "returned_to_sender": "returned",
}  # fmt: skip


READING = """---
kind: mapping
id: words
record: parcel
read: {format: json}
zone: UTC
fields:
  carrier: carrier
  tracking_no: word
  carrier_status: {value: '=pick("courier_states", carrier=raw.carrier, code=raw.word).state'}
"""


def test_every_word_of_six_couriers_means_what_is_published(data, tmp_path):
    (tmp_path / "flow.yaml").write_text(FLOW + READING, encoding="utf-8")
    flow = load_flow(tmp_path, connectors=CONNECTORS)
    reading = build_mapping(flow.mappings["words"], flow.records["parcel"], "UTC")
    published = {
        (carrier, word): STATE[code]
        for carrier in ROWS
        for word, code in words(data, carrier).items()
    }
    assert len(published) == sum(ROWS.values()) == 144
    asked = [{"carrier": carrier, "word": word} for carrier, word in published]
    found = list(reading.split(message(json.dumps(asked))))
    assert {
        (each.values["carrier"], each.values["tracking_no"]): each.values.get("carrier_status")
        for each in found
    } == published


AT = "2026-03-01 09:00:00"
ONE = {
    "sf": lambda code: ("sf_routes", {"apiResultData": {"msgData": {"routeResps": [
        {"mailNo": "1", "routes": [{"acceptTime": AT, "opCode": code}]}]}}}),
    "zto": lambda code: ("zto_traces", {"result": [
        {"billCode": "1", "scanDate": 1772327000000, "scanType": code}]}),
    "yto": lambda code: ("yto_traces", {"rows": [
        {"waybill_No": "1", "upload_Time": AT, "infoContent": code}]}),
    "sto": lambda code: ("sto_traces", {"data": {"1": [
        {"waybillNo": "1", "opTime": AT, "scanType": code}]}}),
    "jtexpress": lambda code: ("jtexpress_traces", {"data": [
        {"billCode": "1", "details": [{"scanTime": AT, "scanTypeCode": code}]}]}),
    "cainiao": lambda code: ("cainiao_traces", {
        "number": "1", "nodes": [{"operateTime": AT, "status": code}]}),
}  # fmt: skip
# The word's own name space in the table, which no answer writes. A whole parcel's word of SF, and
# the reasons of J&T's problems, are in no answer whose fields are known.
BEFORE = {"sf": "opcode:", "jtexpress": "scan:", "sto": "intl:"}


@pytest.mark.parametrize("carrier", ROWS)
def test_every_word_of_a_node_makes_a_state_and_none_is_quarantined(data, carrier):
    read = 0
    for word, code in words(data, carrier).items():
        if word.startswith(("status:", "problem:")):
            continue
        read += 1
        [parcel] = mapped(*ONE[carrier](word.removeprefix(BEFORE.get(carrier, "\0"))))
        assert parcel["nodes"][0].get("state") == parcel.get("status") == STATE[code], word
    assert read == {"sf": 10, "jtexpress": 14}.get(carrier, ROWS[carrier])


def test_what_sf_calls_80_is_in_conflict_and_each_account_may_say_otherwise(data, tmp_path):
    assert words(data, "sf")["opcode:80"] == "arrived_at_destination"
    [parcel] = mapped(*ONE["sf"]("80"))
    assert parcel["status"] == "in_transit"
    # The sandbox has 80 for signed; an account's own table takes the shipped one over.
    own = """---
kind: table
id: courier_states
overrides: true
rows: [{carrier: sf, code: "opcode:80", state: signed}]
"""
    (tmp_path / "flow.yaml").write_text(FLOW + own, encoding="utf-8")
    flow = load_flow(tmp_path, connectors=CONNECTORS)
    reading = build_mapping(flow.mappings["sf_routes"], flow.records["parcel"], "UTC")
    [parcel] = reading.split(message(json.dumps(ONE["sf"]("80")[1])))
    assert parcel.values["status"] == "signed"


def shipment(data, carrier):
    file = data / "olts" / "examples" / "v0.2" / f"{carrier}-shipment.json"
    return json.loads(file.read_text(encoding="utf-8"))


def traced(carrier, events):
    """Give a courier's own answer about the events of a published shipment."""
    at = [datetime.fromisoformat(each["eventTime"]) for each in events]
    naive = [each.strftime("%Y-%m-%d %H:%M:%S") for each in at]
    mapping, document = ONE[carrier]("")
    [[first]] = [[node] for node in nodes_of(document)]
    time = next(name for name, value in first.items() if value in (AT, 1772327000000))
    word = next(name for name, value in first.items() if value == "")
    rows = [
        {**first, time: int(moment.timestamp() * 1000) if carrier == "zto" else text,
         word: str(each["carrierEventCode"]).rpartition(":")[2]}
        for each, moment, text in zip(events, at, naive, strict=True)
    ]  # fmt: skip
    nodes_of(document)[:] = rows
    return mapping, document


def nodes_of(document):
    """Give the list in a document whose objects have no list in them."""
    for value in document if isinstance(document, list) else document.values():
        if isinstance(value, list) and not any(
            isinstance(each, list) for node in value for each in node.values()
        ):
            return value
        if isinstance(value, list | dict):
            return nodes_of(value)
    raise AssertionError(document)


@pytest.mark.parametrize("carrier", ROWS)
def test_a_published_shipment_has_all_its_nodes_at_their_instants(data, carrier):
    events = shipment(data, carrier)["events"]
    [parcel] = mapped(*traced(carrier, events))
    assert [node["at"] for node in parcel["nodes"]] == [
        datetime.fromisoformat(each["eventTime"]).astimezone(UTC) for each in events
    ]
    assert [node.get("state") for node in parcel["nodes"]] == [
        STATE[each["oltsCode"]] for each in events
    ]
    newest = max(events, key=lambda each: datetime.fromisoformat(each["eventTime"]))
    assert parcel["status"] == STATE[newest["oltsCode"]]


def fields(data, api):
    file = data / "pdd" / "field_catalogue" / f"{api}.json"
    catalogue = json.loads(file.read_text(encoding="utf-8"))
    return catalogue, [each for each in catalogue["fields"] if "Response" in each["interface"]]


EXAMPLE = {"string": "7", "number": 1, "boolean": True, "string | number": "7"}
TIMES = ("_time", "_at", "_date")


def made(rows, interface):
    """Give an object with every field of an interface, filled as its type says."""
    found = {}
    for row in rows:
        if row["interface"] != interface:
            continue
        name, kind = row["field"], row["ts_type"]
        if kind.removesuffix("[]") in EXAMPLE:
            value = (
                "2026-03-01 11:00:00" if name.endswith(TIMES) else EXAMPLE[kind.removesuffix("[]")]
            )
        else:
            value = made(rows, kind.removesuffix("[]"))
        found[name] = [value] if kind.endswith("[]") else value
    return found


@pytest.mark.parametrize(
    "api",
    ["pdd.order.information.get", "pdd.order.list.get", "pdd.order.number.list.increment.get"],
)
def test_an_order_of_pinduoduo_with_every_field_of_the_catalogue_is_read(data, api):
    catalogue, rows = fields(data, api)
    answer = made(rows, rows[0]["interface"])
    assert list(answer) == [catalogue["response_key"]]

    [order] = mapped("pinduoduo", answer)
    assert order["channel_order_no"] == "7"
    assert (str(order["amount"]), str(order["goods_amount"])) == ("CNY 7.00", "CNY 7.00")
    assert order["paid_at"] == order["channel_updated_at"] == datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert (order["status"], order["payment"], order["logistics"]) == ("paid", "paid", "waiting")
    assert [line["sku"] for line in order["lines"]] == ["7"]
    assert [gift["quantity"] for gift in order["gifts"]] == [1]
    assert [each["tracking_no"] for each in order["shipments"]] == ["7"]


def table(data, name):
    rows = json.loads((data / "kuaishou" / f"{name}.json").read_text(encoding="utf-8"))
    return {row[0]: row[1:] for row in rows[1:]}


def test_kuaishou_s_tables_are_those_that_its_connector_keeps_to(data):
    """No payload is published, so that nothing more than this can be held against it."""
    definition = LIBRARY["kuaishou"].definition
    limits = table(data, "qps_limits")
    assert limits["open.order.cursor.list"] == ["300", "300"]
    assert definition.rate == (300, timedelta(seconds=1))
    codes = table(data, "return_codes")
    assert "300004" in codes
    assert definition.streams["orders"].cursor.step.days < 7, codes["300004"]
    couriers = json.loads((data / "kuaishou" / "courier_codes.json").read_text(encoding="utf-8"))
    assert len(couriers) - 1 == 154
    assert ["EMS", "2"] in couriers
