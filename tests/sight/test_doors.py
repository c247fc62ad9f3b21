"""No command says what its reader may not see: in no form, in no language, also not in an error."""

import base64
import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.cli.program import call
from tests.sight.conftest import KEY

from orderloom.cli.group import OWN

PHONES = ["13827594163", "13962841755"]
CITIZENS = ["Theodora Zinnober-Quast", "金丝雀街十七号楼三单元"]
ORDERS = [
    {
        "no": str(number),
        "channel": channel,
        "cost": cost,
        "phone": phone,
        "voucher": f"VOUCHER-{phone[::-1]}",
        "address": person + " street 77",
        "born": born,
        "people": [{"name": person, "age": 30}],
        "home": {"street": person[::-1] + " alley", "city": "Hangzhou"},
    }
    for number, channel, cost, phone, person, born in (
        (1, "jd", "7531.24", PHONES[0], CITIZENS[0], "1971-03-17"),
        (2, "tmall", "8642.13", PHONES[1], CITIZENS[1], "1982-07-29"),
    )
]
TYPED = ["13700448812", "Wilhelmina Xanthopoulos 4", "20481632-TYPED"]
SECRETS = [
    *PHONES,
    *CITIZENS,
    *TYPED,
    *(order["voucher"] for order in ORDERS),
    *(order["born"] for order in ORDERS),
    *(order["home"]["street"] for order in ORDERS),
    "54321.98",
]
PRIVATE = [
    *("7531.24", "8642.13", "15062.48", "17284.26"),
    *("138****4163", "139****1755", "137****8812", "54321.98"),
    *("The****Quast", "Hangzhou"),
]
"""What a role that sees three fields of some orders is not told either, masked or not."""


def forms(text):
    """Give the ways in which a text may be written."""
    raw = text.encode()
    yield from (text, json.dumps(text)[1:-1], quote(text), raw.hex(), text.lower(), text.upper())
    yield from (base64.b64encode(raw[shift:]).decode().rstrip("=")[:-2] for shift in range(3))


def leaks(answer, texts):
    told = answer.out + answer.err
    return [text for text in texts if any(form in told for form in forms(text))]


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """A shop through whose doors everything went once."""
    folder = tmp_path_factory.mktemp("doors") / "shop"
    shutil.copytree(Path(__file__).parent / "doors", folder)
    customers = [{"phone": phone, "credit": "54321.98", "tier": "gold"} for phone in PHONES]
    bad = [
        {"no": "3", "channel": "tmall", "cost": "7531.24x", "born": CITIZENS[0]},
        {"no": "4", "channel": "tmall", "voucher": ORDERS[0]["voucher"], "phone": [PHONES[0]]},
        {"no": "5", "home": CITIZENS[1], "people": PHONES[1]},
        PHONES[0],
    ]
    files = {
        "customers": customers,
        "orders": ORDERS,
        "bad": bad,
        "more": [{**ORDERS[0], "no": "9"}],
    }
    for name, content in files.items():
        listed = "customers" if name == "customers" else "orders"
        (folder / f"{name}.json").write_text(json.dumps({listed: content}), "utf-8")
    (folder / "broken.json").write_text('{"orders": [{"phone": "' + PHONES[0] + '" oops', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERLOOM_MASTER_KEY", KEY)
        for name in ("customers", "orders", "bad"):
            call("run", folder, *reading(folder, name))
        boss = ("--as", "boss/bo", "--flow", folder)
        (folder / "paper.png").write_bytes(b"\x89PNG\r\n\x1a\n" + CITIZENS[0].encode())
        named = folder / f"{CITIZENS[1]}.png"
        named.write_bytes((folder / "paper.png").read_bytes())
        call("attach", "1", "paper", named, *boss)
        call("change", "1", "--set", f"address={TYPED[1]}", *boss)
        call("change", "2", "--set", f"phone={TYPED[0]}", "--set", "cost=CNY 8642.13", *boss)
        call("play", "2", "ask", *boss)
        call("play", "mark", "--over", f'phone == "{PHONES[0]}"', "--with", f"word={TYPED[2]}",
             "--why", "so", "--yes", *boss)  # fmt: skip
    return folder


@pytest.fixture
def shop(opened, tmp_path):
    return shutil.copytree(opened, tmp_path / "shop")


def reading(folder, name):
    mapping = "customers" if name == "customers" else "orders"
    return ("--input", folder / f"{name}.json", "--mapping", mapping)


def looking(shop, who):
    """Give every call by which somebody looks or acts, by the command's name."""
    flow = ("--flow", shop)
    by = ("--as", who) if who else ()
    for record in ("1", "2", "9", "order/1", PHONES[0], ORDERS[0]["voucher"], "jd/1"):
        yield ("explain", record, *by, *flow)
        yield ("suggest", record, *by, *flow)
        yield ("why", "order", record, *by, *flow)
    for record in ("order", "customer", "case", "approval"):
        yield ("records", record, *by, *flow)
        yield ("records", record, "--where", 'id != ""', "--order-by", "id", *by, *flow)
    yield ("records", "order", "--where", "cost + cost > CNY 1 and phone + 1 > 2", *by, *flow)
    for name in ("came", "moved", "tree/worth"):
        yield ("try", name, *by, *flow)
    for name in ("more", "bad", "broken", "orders"):
        yield ("preview", shop, *reading(shop, name), *by)
    yield ("brake", "list", shop, *by)


def acting(shop, who):
    """Give every call by which somebody acts."""
    by = ("--as", who, "--flow", shop)
    for record in ("1", "2"):
        yield ("fire", record, "finish", *by)
        yield ("fire", record, "leave", "--input", "reason=because", *by)
        yield ("change", record, "--set", "cost=CNY 3", "--set", f"voucher={record}", *by)
        yield ("change", record, "--set", "phone=[1]", "--set", "cost=much", *by)
        yield ("change", record, "--set", "voucher=" + ORDERS[2 - int(record)]["voucher"], *by)
        yield ("unhold", record, "fraud", "--why", "fine", *by)
        yield ("play", record, "ask", *by)
        yield ("decide", record, "yes", *by)
        yield ("undo", record, "--dry-run", *by)
        yield ("undo", record, *by)
        yield ("attach", record, "paper", shop / "paper.png", *by)
        yield ("fetch", record, "paper", "--to", shop / f"fetched-{record}.png", *by)
    yield ("play", "mark", "--over", 'no != ""', "--with", "word=x", *by)
    yield ("play", "mark", "--over", 'no != ""', "--with", "word=x", "--yes", *by)
    yield ("brake", "resume", "rule/moved", *by)
    yield ("brake", "discard", "rule/moved", *by)
    yield ("jobs", *by[2:])
    yield ("timers", "run", "1", *by)
    yield ("timers", "drop", *by)
    yield ("deploy", shop, "--dry-run", *by[:2])
    yield ("rollback", shop, "--dry-run", *by[:2])
    yield ("erase", "2", *by)


def running(shop):
    """Give every call by which whoever runs the flow is told of records."""
    flow = ("--flow", shop)
    for name in ("bad", "broken", "more"):
        yield ("run", shop, *reading(shop, name))
    yield ("replay", shop)
    yield ("jobs", *flow)
    yield ("connections", shop)
    yield ("connections", shop, "--failed")
    yield ("draw", shop)
    yield ("roles", shop)
    yield ("metrics", shop)
    yield ("versions", shop)
    yield ("timers", "overdue", shop)
    yield ("test", "--from-record", "1", *flow)
    yield ("test", "--from-record", "2", *flow)
    yield ("test", shop)
    yield ("check", shop)
    yield ("intake", "refused", shop)
    yield ("purge", shop)


TOLD = {
    *(
        "explain",
        "suggest",
        "why",
        "records",
        "try",
        "preview",
        "brake",
        "fire",
        "change",
        "unhold",
        "play",
    ),
    *("decide", "undo", "jobs", "erase", "run", "replay", "connections", "draw", "roles", "play"),
    *("test", "check", "intake", "purge", "metrics", "attach", "fetch"),
    *("deploy", "rollback", "versions", "timers"),
}
NO_RECORDS = {
    *("init", "evaluate", "connectors", "connector", "connection", "sandbox", "schema"),
    *("reference", "bench", "demo", "db", "backup", "restore", "up", "worker", "schedule"),
    "deliver",
}
"""They say nothing of what a store holds; what is recorded of connections has tests of its own."""


def test_every_command_is_held_to_it():
    assert set(OWN) == TOLD | NO_RECORDS
    asked = [*looking(Path(), "x"), *acting(Path(), "x"), *running(Path())]
    assert {name for name, *_ in asked} == TOLD


@pytest.mark.parametrize("form", ["text", "json"])
def test_whoever_runs_the_flow_is_told_masks(shop, form):
    for asked in (*looking(shop, None), *running(shop)):
        more = () if asked[0] == "purge" else ("--format", form)
        assert_silent(asked, call(*asked, *more), own(asked, SECRETS))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_role_is_told_no_more_than_it_sees(shop, form, lang):
    for asked in (*looking(shop, "narrow/nan"), *acting(shop, "narrow/nan")):
        answer = call(*asked, "--format", form, lang=lang)
        assert_silent(asked, answer, own(asked, [*SECRETS, *PRIVATE]))


def test_who_sees_in_the_clear_sees_in_the_clear(shop):
    answer = call("records", "order", "--as", "boss", "--flow", shop, "--format", "json")
    assert set(leaks(answer, SECRETS)) >= {TYPED[0], TYPED[1], CITIZENS[0], ORDERS[1]["born"]}
    assert leaks(call("records", "customer", "--as", "boss", "--flow", shop), SECRETS) == []


def own(asked, texts):
    """Leave out what the reader typed themselves."""
    typed = " ".join(map(str, asked))
    return [text for text in texts if text not in typed]


def assert_silent(asked, answer, texts):
    assert "Traceback" not in answer.err
    assert leaks(answer, texts) == [], (asked, answer.out, answer.err)
