"""A flower shop in two environments whose orders were taken in."""

import json
import sqlite3

import pytest
from tests.cli.program import call

FLOW = """
kind: flow
id: desk
zone: Asia/Shanghai
currency: CNY
languages: [en, zh]
environments:
  test: {hosts: [], publish: [lead]}
  live: {production: true, hosts: [], publish: [lead]}
---
{kind: role, id: lead, see: {order: {}}}
---
kind: record
id: order
identity: [no]
fields: {no: text, secret: {type: text, sensitive: true}}
---
kind: mapping
id: shop
record: order
read: {format: json, each: "o[*]"}
zone: Asia/Shanghai
fields: {no: no, secret: secret}
---
{kind: message, id: look, record: order, media: {chat: look}}
---
kind: connection
id: out
connector: json_lines
zone: Asia/Shanghai
environments: {test: {folder: out}, live: {folder: out}}
---
{kind: rule, id: tell, on: order.created, do: [{notify: look, to: lead}]}
"""


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    return folder


@pytest.fixture
def take(tmp_path):
    """Take orders in, given by their numbers."""

    def take(desk, *numbers, **options):
        file = tmp_path / f"orders-{numbers[0]}-{len(numbers)}.json"
        items = [{"no": str(no), "secret": f"secret of {no}"} for no in numbers]
        file.write_text(json.dumps({"o": items}), encoding="utf-8")
        more = [part for name, value in options.items() for part in (f"--{name}", value)]
        answer = call("run", desk, "--input", file, *more)
        assert answer.out, answer.err

    return take


@pytest.fixture
def store(desk):
    return desk / ".orderloom" / "orderloom.db"


@pytest.fixture
def rows():
    """Ask a store's file directly."""

    def rows(file, words):
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
            found = connection.execute(words).fetchall()
        connection.close()
        return found

    return rows
