"""A connector of somebody else: built, installed apart, found, and held to what it declares."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

OWN = Path(__file__).parents[2] / "examples" / "own-connector"
FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [api.example], publish: [ops]}}
---
kind: role
id: ops
see: {}
---
kind: record
id: order
identity: number
fields: {number: {type: text, required: true}}
---
kind: connection
id: own
connector: CONNECTOR
zone: Asia/Shanghai
environments: {test: {url: "https://api.example", secret: own_test}}
---
kind: rule
id: confirming
on: order.created
do: [{call: own.confirm, with: WITH}]
---
kind: schedule
id: nightly
at: "03:00"
zone: Asia/Shanghai
catch_up: none
do: [{create: order, with: {number: X}}]
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that has the example's wheel, and a package that is broken."""
    folder = tmp_path_factory.mktemp("site")
    wheels = tmp_path_factory.mktemp("wheels")
    build = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run([sys.executable, *build], cwd=OWN, check=True, capture_output=True)
    [wheel] = wheels.iterdir()
    pip = ["-m", "pip", "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run([sys.executable, *pip], check=True, capture_output=True)
    broken = folder / "broken_shop-0.3.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-shop\nVersion: 0.3\n")
    (broken / "entry_points.txt").write_text(
        "[orderloom.connectors]\nbroken = no_such:CONNECTOR\n"
        "[orderloom.functions]\nbroken_too = no_such:FUNCTION\n"
    )
    return folder


ADDED = re.compile(
    r"""\[project\.entry-points\."orderloom\.(?:actions|codecs|functions)"\]\n.+?\n\n""", re.DOTALL
)


def told(installed, *arguments):
    environment = os.environ | {"PYTHONPATH": str(installed), "ORDERLOOM_LANG": "en"}
    line = [sys.executable, "-m", "orderloom.cli.main", *map(str, arguments)]
    return subprocess.run(line, env=environment, capture_output=True, encoding="utf-8", check=False)


def checked(installed, folder, connector, given):
    text = FLOW.replace("CONNECTOR", connector).replace("WITH", given)
    (folder / "flow.yaml").write_text(text, encoding="utf-8")
    done = told(installed, "check", folder, "--format", "json")
    found = json.loads(done.stdout)["diagnostics"]
    return done.returncode, [(each["severity"], each["code"], each["line"]) for each in found]


BROKEN = [("warning", "OL601", 1), ("warning", "OL908", 1)]


def test_it_is_listed_beside_a_broken_one_that_is_named(installed):
    done = told(installed, "connectors", "--format", "json")
    [own] = [each for each in json.loads(done.stdout) if each["name"] == "corner_shop"]
    assert (own["kind"], own["operations"], own["declarative"]) == ("channel", ["confirm"], False)
    assert done.returncode == 0
    assert "'broken' of broken-shop 0.3 cannot be loaded" in done.stderr


def test_what_a_flow_hands_over_is_held_against_its_schema(installed, tmp_path):
    assert checked(installed, tmp_path, "corner_shop", "{number: =number}") == (0, BROKEN)
    assert checked(installed, tmp_path, "corner_shop", "{}")[1] == [("error", "OL940", 26), *BROKEN]
    assert checked(installed, tmp_path, "corner_shop", "{number: a, to: b}")[1] == [
        ("error", "OL268", 26),
        *BROKEN,
    ]


def test_a_connection_that_uses_the_broken_one_is_told_where(installed, tmp_path):
    code, found = checked(installed, tmp_path, "broken", "{number: a}")
    assert code == 1
    assert found == [("error", "OL601", 19), BROKEN[1]]


def test_its_function_is_called_in_definitions_and_expressions(installed, tmp_path):
    given = "{number: =text(is_ean(number))}"
    assert checked(installed, tmp_path, "corner_shop", given) == (0, BROKEN)
    assert checked(installed, tmp_path, "corner_shop", "{number: =is_eam(number)}")[1] == [
        ("error", "OL354", 26),
        *BROKEN,
    ]
    assert checked(installed, tmp_path, "corner_shop", "{number: =broken_too(1)}") == (
        1,
        [("error", "OL908", 26), BROKEN[0]],
    )
    data = tmp_path / "data.json"
    data.write_text('{"code": "4006381333931"}')
    done = told(installed, "evaluate", "is_ean(code)", "--data", data, "--explain")
    assert done.stdout.splitlines()[-1] == "true"


INTERCHANGE = (
    "UNB+UNOC:3+SUPPLIER+SHOP+260105:1200+1'UNH+1+ORDERS:D:96A:UN'BGM+220+T1+9'"
    "LIN+1++4006381333931:EN'QTY+21:13'UNS+S'UNT+6+1'"
    "UNH+2+ORDERS:D:96A:UN'BGM+220+T2+9'LIN+1++4006381333932:EN'QTY+21:700'UNT+9+2'"
    "UNH+3+ORDERS:D:96A:UN'BGM+220+T3+9'LIN+1++4006381333932:EN'QTY+21:700'UNT+5+3'UNZ+3+1'"
)
ALL_THREE = f"""
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
languages: [zh, en]
environments: {{test: {{hosts: [], publish: [ops]}}}}
---
{{kind: role, id: ops, see: {{}}}}
---
kind: record
id: order
identity: number
fields:
  number: text
  code: text
  items: integer
  known: {{type: boolean, compute: is_ean(code)}}
  boxes: integer
  per_box: integer
---
kind: mapping
id: orders
record: order
read: {{format: edifact}}
fields: {{number: "BGM[0].2", code: "LIN[0].3[0]", items: "LIN[0].QTY[0].1[1]"}}
---
kind: connection
id: supplier
connector: folder
zone: Asia/Shanghai
environments: {{test: {{folder: inbox}}}}
streams: {{orders: {{mapping: orders}}}}
---
kind: rule
id: packing
on: order.created
do:
  - use: pack
    with: {{items: =items, fragile: =not known}}
    as: packed
    may: {{set: boxes, tag: fragile}}
    else: [{{tag: freight}}]
  - {{set: {{per_box: =packed.per_box}}, when: has(packed)}}
---
kind: test
id: packed
at: 2026-01-05T20:00+08:00
steps:
  - receive: {{connection: supplier, stream: orders, body: "{INTERCHANGE}"}}
  - expect:
      - {{record: order, count: 2}}
      - {{record: order, where: 'number == "T1" and known and boxes == 2 and per_box == 12'}}
      - {{record: order, where: 'number == "T3" and not known and missing(boxes)'}}
      - {{record: order, where: '"freight" in tags', count: 1}}
      - {{event: order.quarantined, count: 1}}
"""


def test_a_flow_of_its_format_function_and_action_passes_its_test(installed, tmp_path):
    (tmp_path / "flow.yaml").write_text(ALL_THREE, encoding="utf-8")
    done = told(installed, "test", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "orders.edi").write_text(INTERCHANGE, encoding="utf-8")
    os.utime(inbox / "orders.edi", (0, 0))  # a file that was only just written waits
    would = json.loads(told(installed, "preview", tmp_path, "--format", "json").stdout)
    assert [each["outcome"] for each in would["items"]] == ["applied", "quarantined", "applied"]


def test_it_keeps_the_contract(installed):
    environment = os.environ | {"PYTHONPATH": str(installed)}
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        line, cwd=OWN, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
    assert "failed" not in done.stdout


def test_the_example_is_what_the_scaffold_writes(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "orderloom.cli.main", "connector", "new", "corner_shop", tmp_path],
        check=True,
        capture_output=True,
    )
    for path in tmp_path.rglob("*.*"):
        if path.is_file():
            own = (OWN / path.relative_to(tmp_path)).read_text(encoding="utf-8")
            if path.name == "pyproject.toml":
                own = ADDED.sub("", own)
            assert own == path.read_text(encoding="utf-8")
