"""Who looks sees what the roles say: which records, which of their fields, and how."""

import pytest
from jsonschema import Draft202012Validator
from tests.cli.program import call

WHERE = '  order: no, channel, amount, phone, status, where channel != "jd"'


def seen(shop, who, record="order", *more):
    """Give the fields of the records that are listed, by identity."""
    answer = call("records", record, "--as", who, "--flow", shop, "--format", "json", *more)
    assert answer.code == 0, answer.err
    schema = call("schema", "--output", "records").document
    Draft202012Validator(schema).validate(answer.document)
    return {each["key"]: each["fields"] for each in answer.document["records"]}


def test_whoever_runs_the_flow_sees_every_record_and_masks(shop):
    answer = call("records", "order", "--flow", shop, "--format", "json")
    fields = [each["fields"] for each in answer.document["records"]]
    assert sorted(each["phone"] for each in fields) == ["138****5678", "139****4321"]
    assert sorted(each["address"] for each in fields) == ["can****t 17", "can****y 17"]
    assert {each["no"]: each.get("people") for each in fields} == {
        "1": [{"name": "can****rson", "age": 30}],
        "2": None,
    }


def test_a_role_sees_its_records_and_fields_only(shop):
    assert seen(shop, "clerk") == {
        "tmall/2": {
            "id": seen(shop, "lead")["tmall/2"]["id"],
            "no": "2",
            "channel": "tmall",
            "amount": {"$money": "CNY 20.50"},
            "status": "unpaid",
            "status_since": seen(shop, "lead")["tmall/2"]["status_since"],
            "phone": "139****4321",
        }
    }


def test_of_several_roles_each_record_is_shown_as_the_one_that_allows_most_shows_it(shop):
    fields = seen(shop, "lead")
    assert {key: each["phone"] for key, each in fields.items()} == {
        "jd/1": "13812345678",
        "tmall/2": "13987654321",
    }
    both = seen(shop, "clerk,buyers/li")
    assert both["tmall/2"]["phone"] == "139****4321"
    assert {name: each for name, each in both["****"].items() if name != "id"} == {"no": "1"}


def test_a_condition_of_a_role_may_look_at_what_a_record_refers_to(shop):
    assert [each["no"] for each in seen(shop, "buyers").values()] == ["1"]


def test_hidden_is_not_even_masked(shop):
    assert [
        sorted({*each} & {"phone", "tier"}) for each in seen(shop, "lead", "customer").values()
    ] == [["tier"]]
    assert [each["phone"] for each in seen(shop, "blind", "customer").values()] == ["138****5678"]


@pytest.mark.parametrize(
    ("who", "record", "where", "number"),
    [
        ("lead", "order", 'phone == "13812345678"', 1),
        ("lead", "order", 'customer.phone == "13812345678"', 0),
        ("lead", "order", 'customer.tier == "gold"', 1),
        ("lead", "order", 'record("customer", "13812345678").tier == "gold"', 0),
        ("clerk", "order", 'phone == "13987654321"', 0),
        ("clerk", "order", "cost > CNY 0", 0),
        ("clerk", "order", "amount > CNY 0", 1),
        ("blind", "customer", 'phone == "13812345678"', 0),
        ("buyers", "order", 'customer.tier == "gold"', 0),
    ],
)
def test_no_condition_tells_what_is_not_seen_in_the_clear(shop, who, record, where, number):
    assert len(seen(shop, who, record, "--where", where)) == number


def test_an_order_by_what_is_masked_tells_nothing(shop):
    orders = seen(shop, "clerk,buyers/li", "order", "--order-by", "-phone")
    assert list(orders) == list(seen(shop, "clerk,buyers/li"))


def test_who_sees_no_record_of_a_type_is_told_so(shop):
    answer = call("records", "order", "--as", "blind", "--flow", shop)
    assert (answer.code, answer.out) == (1, "")
    assert "OL990" in answer.err


@pytest.mark.parametrize("text", ["jd/1", "order/jd/1", "1"])
def test_a_record_that_is_not_seen_is_not_there(shop, text):
    unseen = call("explain", text, "--as", "clerk", "--flow", shop)
    none = call("explain", "jd/9", "--as", "clerk", "--flow", shop)
    assert (unseen.code, unseen.out) == (none.code, none.out)
    assert unseen.err == none.err.replace("jd/9", text)


def test_a_story_tells_a_role_what_it_may_know(shop):
    told = call("explain", "tmall/2", "--as", "clerk", "--flow", shop, "--format", "json").document
    effects = told["story"][0]["effects"]
    assert [each["effect"] for each in effects] == [
        "created", "moved", "judged", "notified", "notified",
    ]  # fmt: skip
    assert effects[2]["values"] == {}
    assert "cost" not in told["record"]["fields"]
    whole = call("explain", "tmall/2", "--as", "lead", "--flow", shop, "--format", "json").document
    assert whole["record"]["fields"]["phone"] == "13987654321"
    assert whole["story"][0]["effects"][2]["values"] == {
        "address": "can****y 17",
        "cost": ["88.88", "CNY"],
    }


def test_a_field_that_is_not_seen_changes_unseen(shop):
    call("change", "tmall/2", "--set", "address=elsewhere", "--as", "lead/li", "--flow", shop)
    told = call("explain", "tmall/2", "--as", "clerk", "--flow", shop)
    chapter = told.out.splitlines()[-5:]
    assert chapter[0].endswith("li typed fields")
    assert chapter[1].split("   ")[0].strip() == "something that is not for your eyes"
    assert "elsewhere" not in told.out
    assert "无权查看" in call("explain", "tmall/2", "--as", "clerk", "--flow", shop, lang="zh").out


def test_a_flow_says_who_sees_what(shop):
    told = call("roles", shop).out.splitlines()
    lead = told.index("Lead (includes Clerk)")
    assert told[lead + 1 :] == [
        "  Case: all fields",
        "  customer: all fields; hidden: phone",
        "  order: all fields; in the clear: phone, address, people, label",
        WHERE + "; masked: phone (by Clerk)",
    ]
    assert (
        "  order：全部字段；明文：phone, address, people, label"
        in call("roles", shop, lang="zh").out
    )


def test_who_sees_what_as_json(shop):
    answer = call("roles", shop, "clerk", "--format", "json").document
    Draft202012Validator(call("schema", "--output", "roles").document).validate(answer)
    [clerk] = answer["roles"]
    assert clerk["sees"] == [
        {
            "record": "order",
            "by": "clerk",
            "fields": ["no", "channel", "amount", "phone", "status"],
            "where": 'channel != "jd"',
            "sensitive": "mask",
            "sensitive_fields": ["phone"],
        }
    ]
    assert "OL648" in call("roles", shop, "clark").err
