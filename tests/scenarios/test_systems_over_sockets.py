"""A1, A2, A3, A4, B9 and C7 once over real sockets, with real connectors and nothing stubbed."""

import logging
from datetime import timedelta

from tests.cli.program import call as program
from tests.cli.test_outputs import assert_valid
from tests.scenarios.systems import SECRET, house

from orderloom.app.acting import actor, play

MINUTE = timedelta(minutes=1)
PHONE = "13912345678"


def test_a1_one_system_down_for_ten_minutes_delays_only_its_own_call(tmp_path, monkeypatch):
    with house(tmp_path, monkeypatch, "a1_many_systems", "erp", "crm", "wms") as shop:
        erp, crm, wms = shop.systems.values()
        wms.is_down = True
        shop.drop({"no": "S-1", "amount": "CNY 59.90", "phone": "13800000000"})
        shop.pass_time(timedelta(0))
        assert (len(erp.taken), len(crm.taken), len(wms.taken)) == (1, 1, 0)
        shop.drop({"no": "S-2", "amount": "CNY 1.00"})
        shop.pass_time(10 * MINUTE)
        assert (erp.knocks, crm.knocks, len(wms.taken)) == (2, 2, 0)
        assert wms.knocks > 5
        wms.is_down = False
        shop.pass_time(2 * MINUTE)

        assert [order["no"] for order in wms.orders] == ["S-1", "S-2"]
        assert [system.number for system in shop.systems.values()] == [2, 2, 2]
        keys = [key for system in shop.systems.values() for key in system.taken]
        assert len(set(keys)) == 6
        tags = [set(order["tags"]) for order in shop.records("order")]
        assert tags == [{"in_erp", "in_crm", "in_wms"}] * 2


def test_a2_only_systems_that_hold_what_changed_are_told(tmp_path, monkeypatch):
    with house(tmp_path, monkeypatch, "a2_changed_address", "wms", "finance", "crm") as shop:
        shop.drop({"no": "S-1", "address": "Wuxi", "sku": "A", "spec": "red"})
        shop.pass_time(MINUTE)
        shop.drop({"no": "S-1", "address": "Suzhou"})
        shop.pass_time(MINUTE)
        taken = {name: system.orders for name, system in shop.systems.items()}
        assert [order["address"] for order in taken["wms"]] == ["Wuxi", "Suzhou"]
        assert [order["address"] for order in taken["finance"]] == ["Wuxi", "Suzhou"]
        assert taken["crm"] == [{"no": "S-1", "sku": "A"}]


def test_a3_two_systems_that_echo_and_insist_come_to_rest(tmp_path, monkeypatch):
    with house(tmp_path, monkeypatch, "a3_two_way_sync", "wms", "erp") as shop:
        wms, erp = shop.systems.values()
        wms.tells = [{"no": "S-1", "quantity": 5, "price": "CNY 10.00"}]
        shop.pass_time(2 * MINUTE)
        # At the same time each changes what is its own, and what is not.
        wms.tells = [{"no": "S-1", "quantity": 4, "price": "CNY 9.00"}]
        erp.tells = [{"no": "S-1", "quantity": 6, "price": "CNY 12.00"}]
        shop.pass_time(3 * MINUTE)
        [order] = shop.records("order")
        assert (order["quantity"], str(order["price"])) == (4, "CNY 12.00")
        told = (wms.number, erp.number)
        last = {"no": "S-1", "quantity": 4, "price": wms.orders[-1]["price"]}
        assert wms.orders[-1] == erp.orders[-1] == last
        for system in (wms, erp):
            system.tells = [{**last, "price": "CNY 12.00"}]
        shop.pass_time(30 * MINUTE)
        assert (wms.number, erp.number) == told
        assert max(told) <= 4


def assert_failures_are_shown(shop):
    """See that requests and answers are kept, durable, and that they tell no secret."""
    store = shop.folder.parent / "store.db"
    told = program("connections", shop.folder, "--store", store, "--format", "json")
    assert_valid(told.document, "connections")
    [erp] = [each for each in told.document if each["name"] == "erp"]
    last = [each for each in erp["failed_calls"] if each["what"] == "take"][-1]
    assert (last["code"], last["tries"] >= 1) == ("OL870", True)
    assert '"phone":"•••"' in last["request"]["body"]
    assert (last["request"]["method"], last["answer"]["status"]) == ("POST", 503)
    assert last["request"]["url"].endswith("/orders")
    assert last["request"]["headers"]["Authorization"] == "•••"
    assert '"amount":1.00' in last["request"]["body"]
    assert last["answer"]["body"] == '{"said": "not now"}'
    assert any(each["what"] == "poll" for each in erp["failed_calls"])
    assert len(erp["failed_calls"]) <= 10
    en = program("connections", shop.folder, "--store", store, "--failed").out
    assert "take failed, OL870" in en
    assert '{"said": "not now"}' in en
    assert "→ 503" in program("connections", shop.folder, "--store", store, lang="zh").out
    assert not {text for text in (SECRET, PHONE) if text in told.out + en}


def test_a4_operations_hear_once_of_an_incident_and_once_of_its_end(tmp_path, monkeypatch, caplog):
    with house(tmp_path, monkeypatch, "a4_target_down", "erp") as shop:
        [erp] = shop.systems.values()
        erp.is_down = True
        with caplog.at_level(logging.WARNING):
            for number in range(5):
                order = {"no": f"S-{number}", "amount": "CNY 1.00", "phone": PHONE}
                shop.drop({"orders": [order]})
                shop.pass_time(2 * MINUTE)
        assert shop.sent() == ["erp 故障"]
        assert "erp.take" in caplog.text
        assert "503" in caplog.text
        assert SECRET not in caplog.text
        assert PHONE not in caplog.text
        assert "POST" in caplog.text
        assert "not now" in caplog.text
        assert_failures_are_shown(shop)
        erp.is_down = False
        shop.pass_time(10 * MINUTE)
        assert shop.sent() == ["erp 故障", "erp 已恢复"]
        assert sorted(order["no"] for order in erp.orders) == [f"S-{n}" for n in range(5)]
        assert erp.number == 5
        tags = [order["tags"] for order in shop.records("order")]
        assert tags == [["in_erp"]] * 5


def test_b9_a_work_order_comes_back_with_its_number(tmp_path, monkeypatch):
    with house(tmp_path, monkeypatch, "b9_exception_record", "wms") as shop:
        shop.drop({"no": "S-1", "amount": "CNY 59.90"})
        shop.pass_time(MINUTE)
        given = {"kind": "damaged", "responsible": "warehouse", "compensation": "resend"}
        with shop.open() as (app, _):
            play(app, "order/S-1", "report", {"number": "X-1", **given}, actor(app, "ops"))
        shop.pass_time(MINUTE)
        [problem] = shop.records("problem")
        assert problem["work_order"] == "N-1"
        assert shop.systems["wms"].orders == [{"order": "S-1", "kind": "damaged"}]


def test_c7_the_numbers_of_all_systems_lead_to_one_order(tmp_path, monkeypatch):
    with house(tmp_path, monkeypatch, "c7_numbers_both_ways", "erp", "wms") as shop:
        for number in range(3):
            shop.drop({"no": f"S-{number}"})
        shop.pass_time(MINUTE)
        orders = {order["id"]: order for order in shop.records("order")}
        numbers = shop.records("number")
        assert len(numbers) == 9
        for each in numbers:
            order = orders[each["order"]]
            own = {"shop": "order_no", "erp": "erp_no", "wms": "wms_no"}[each["system"]]
            assert order[own] == each["number"]
