"""Published samples of the platforms through the mappings that ship, with values read by hand."""

import json
from datetime import UTC, datetime

import pytest
from tests.library.mapped import mapped, split

pytestmark = pytest.mark.shared


@pytest.fixture
def data(shared):
    return shared / "data"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def of(values, *names):
    return {name: values.get(name) for name in names}


def money(values, *names):
    return [str(values[name]) for name in names]


def shopify_orders(data):
    """Give every answer of the folder that holds orders, by its case."""
    for case in read(data / "shopify" / "rest_2026_07" / "order.json"):
        body = case["response_body"]
        if isinstance(body, dict) and {"order", "orders"} & set(body):
            yield case["case"], body
    for name in ("order", "orders"):
        yield name, read(data / "shopify" / "python_api_fixtures" / f"{name}.json")


def test_every_answer_of_shopify_with_orders_maps(data):
    found = {case: mapped("shopify", body) for case, body in shopify_orders(data)}

    assert len(found) == 33
    assert all(len(orders) >= 1 for orders in found.values())
    assert all(type(each["channel_order_no"]) is str for many in found.values() for each in many)


def test_a_shopify_order_is_what_its_shop_shows(data):
    [order] = mapped("shopify", dict(shopify_orders(data))["test_1"])

    assert of(order, "channel", "channel_order_no", "shown_no", "currency", "country") == {
        "channel": "shopify",
        "channel_order_no": "450789469",
        "shown_no": "#1001",
        "currency": "USD",
        "country": "US",
    }
    assert money(order, "amount", "goods_amount", "discount_amount", "tax_amount", "postage") == [
        "USD 598.94", "USD 597.00", "USD 10.00", "USD 11.94", "USD 0.00",
    ]  # fmt: skip
    assert order["placed_at"] == at(2008, 1, 10, 16)
    assert of(order, "status", "payment", "channel_status") == {
        "status": "paid",
        "payment": "part_refunded",
        "channel_status": "partially_refunded",
    }
    assert [(line["line_no"], line["sku"], line["quantity"]) for line in order["lines"]] == [
        ("466157049", "IPOD2008GREEN", 1),
        ("518995019", "IPOD2008RED", 1),
        ("703073504", "IPOD2008BLACK", 1),
    ]
    assert {str(line["price"]) for line in order["lines"]} == {"USD 199.00"}
    [refund] = order["refunds"]
    assert (refund["refund_no"], str(refund["amount"])) == ("509562969", "USD 209.00")
    assert refund["at"] == at(2025, 7, 2, 16, 29, 59)
    assert [each["code"] for each in order["discounts"]] == ["TENOFF"]
    assert [each["tracking_no"] for each in order["shipments"]] == ["1Z1234512345123456"]


@pytest.mark.parametrize(
    ("case", "status", "payment", "logistics"),
    [
        ("test_5", "unpaid", "authorized", None),
        ("test_13", "cancelled", "part_refunded", None),
        ("test_14", "cancelled", "refunded", None),
        ("test_17", "unpaid", "part_paid", None),
        ("test_18", "unpaid", "unpaid", None),
        ("test_19", "shipped", "paid", "sent"),
        ("test_20", "paid", "paid", None),
    ],
)
def test_shopify_s_words_become_three_states(data, case, status, payment, logistics):
    [order] = mapped("shopify", dict(shopify_orders(data))[case])
    assert of(order, "status", "payment", "logistics") == {
        "status": status, "payment": payment, "logistics": logistics,
    }  # fmt: skip


def test_an_order_of_shopify_in_euro_has_euro_in_its_lines(data):
    [order] = mapped("shopify", dict(shopify_orders(data))["test_16"])
    assert str(order["amount"]) == "EUR 238.47"
    assert {line["price"].currency for line in order["lines"]} == {"EUR"}


def test_shopee_s_order_is_in_whole_dong(data):
    [sample] = read(data / "shopee" / "v2.order.get_order_detail.json")["response_samples"]
    [order] = mapped("shopee", sample)

    assert of(order, "channel_order_no", "status", "payment", "country", "buyer_no") == {
        "channel_order_no": "2404098R48U37H",
        "status": "completed",
        "payment": "paid",
        "country": "VN",
        "buyer_no": "1170319091",
    }
    assert money(order, "amount", "postage") == ["VND 32119", "VND 5000"]
    assert order["placed_at"] == at(2024, 4, 8, 18, 39, 51)
    assert order["paid_at"] == at(2024, 4, 11, 6, 42, 46)
    assert order["ship_by"] == at(2024, 4, 9, 14)
    [line] = order["lines"]
    assert of(line, "sku", "item_no", "quantity", "spec") == {
        "sku": "QAZ-SADOER-05", "item_no": "23620853561", "quantity": 1, "spec": "60g（Papaya）",
    }  # fmt: skip
    assert str(line["price"]) == "VND 48000"


def test_shopee_s_sample_as_it_was_published_is_refused_whole_with_its_place(data):
    body = (data / "shopee" / "get_order_detail.raw_as_published.txt").read_bytes()
    with pytest.raises(Exception, match="OL51") as found:
        split("shopee", body)
    assert found.value.facts["line"].isdecimal()


def amazon(data):
    """Give every answer of Amazon's orders by address."""
    for case in read(data / "amazon_sp_api" / "ordersV0.examples.json")["cases"]:
        if case["method"] == "GET" and case["status"] == "200":
            for answer in (case.get("examples") or {}).values():
                yield case["path"], answer
            for each in case.get("sandbox_static", []):
                yield case["path"], each["response"]


def test_every_answer_of_amazon_with_orders_or_items_maps(data):
    mappings = {
        "/orders/v0/orders": "amazon",
        "/orders/v0/orders/{orderId}": "amazon",
        "/orders/v0/orders/{orderId}/orderItems": "amazon_items",
    }
    found = [
        order
        for path, answer in amazon(data)
        if path in mappings
        for order in mapped(mappings[path], answer)
    ]
    assert len(found) >= 9
    assert all(order["channel_order_no"].count("-") == 2 for order in found)


def test_amazon_s_orders_are_what_the_models_show(data):
    orders = [
        each for path, a in amazon(data) if path[-7:] == "/orders" for each in mapped("amazon", a)
    ]
    by_no = {order["channel_order_no"]: order for order in orders}

    pending = by_no["902-3159896-1390916"]
    assert pending["placed_at"] == at(2017, 1, 20, 19, 49, 35)
    assert of(pending, "status", "payment", "amount") == {
        "status": "unpaid", "payment": "unpaid", "amount": None,
    }  # fmt: skip
    open_order = by_no["902-1845936-5435065"]
    assert (str(open_order["amount"]), open_order["status"]) == ("USD 11.01", "paid")


def test_amazon_s_items_are_lines_with_their_own_currency(data):
    items = [a for path, a in amazon(data) if path.endswith("/orderItems")]
    yen, dollar = (mapped("amazon_items", answer)[0] for answer in items)

    assert yen["channel_order_no"] == "903-1671087-0812628"
    assert next((line["line_no"], line["sku"]) for line in yen["lines"]) == (
        "68828574383266", "CBA_OTF_1",
    )  # fmt: skip
    # A yen has no smaller unit: 25.99 is rounded half up.
    assert str(yen["lines"][0]["amount"]) == "JPY 26"
    assert [line["line_no"] for line in dollar["lines"]] == ["05015851154158"]
    assert money(dollar["lines"][0], "amount", "discount") == ["USD 10.00", "USD 0.00"]


def test_every_object_of_stripe_is_a_payment_a_refund_or_nothing(data):
    found = {
        (file.stem, mapping): values
        for file in sorted((data / "stripe").glob("*.json"))
        for mapping in ("stripe_event", "stripe_payment", "stripe_refund")
        for values in mapped(mapping, read(file))
    }
    assert set(found) == {
        ("charge", "stripe_payment"),
        ("payment_intent", "stripe_payment"),
        ("refund", "stripe_refund"),
    }


def test_stripe_counts_cents_and_seconds(data):
    [charge] = mapped("stripe_payment", read(data / "stripe" / "charge.json"))
    assert charge["payment_no"] == "ch_1PgafuB7WZ01zgkWXYmPNZs8"
    assert money(charge, "amount", "paid_amount", "refunded_amount") == [
        "USD 1.00", "USD 0.00", "USD 0.00",
    ]  # fmt: skip
    assert (charge["opened_at"], charge["status"]) == (at(2009, 2, 13, 23, 31, 30), "authorized")

    [intent] = mapped("stripe_payment", read(data / "stripe" / "payment_intent.json"))
    assert (str(intent["amount"]), intent["status"]) == ("USD 10.99", "pending")

    [refund] = mapped("stripe_refund", read(data / "stripe" / "refund.json"))
    assert of(refund, "refund_no", "payment_no", "status") == {
        "refund_no": "re_1Pgc72B7WZ01zgkWqPvrRrPE",
        "payment_no": "ch_1PgafuB7WZ01zgkWXYmPNZs8",
        "status": "refunded",
    }
    assert str(refund["amount"]) == "USD 1.00"


def test_an_event_of_stripe_is_about_the_object_in_it(data):
    event = read(data / "stripe" / "event.json")
    event |= {"type": "charge.captured", "created": 1234567999}
    event["data"]["object"] = read(data / "stripe" / "charge.json") | {"captured": True}

    [payment] = mapped("stripe_event", event)
    assert (payment["status"], str(payment["amount"])) == ("paid", "USD 1.00")
    assert payment["provider_updated_at"] == at(2009, 2, 13, 23, 33, 19)
    assert mapped("stripe_event", {"object": "list", "data": [event, event]}) == [payment, payment]
