"""A small shop whose definitions change while it runs."""

import json
from contextlib import closing
from pathlib import Path

from tests.cli.program import call

from orderloom.store.engine import sqlite_driver

FLOW = """
kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [analyst]}}
---
{kind: role, id: analyst, see: {order: {}}}
---
{kind: role, id: packer, see: {order: {}}}
---
kind: record
id: order
identity: [no]
fields: {no: text, phone_no: text, qty: integer}
---
kind: machine
id: order_status
record: order
field: status
initial: paid
states:
  paid: {later: [{after: 9000d, do: [{tag: waited}]}]}
  packing: {enter: [{tag: began_packing}], leave: [{tag: left_packing}]}
  shipped: {final: true}
transitions:
  pack: {from: paid, to: packing, by: [packer]}
  ship: {from: packing, to: shipped, by: [packer]}
---
kind: mapping
id: shop
record: order
read: {format: json, each: "orders[*]"}
fields: {no: no, phone_no: phone, qty: qty}
"""


class Shop:
    """A flow's folder beside its store."""

    def __init__(self, folder: Path):
        self.folder = folder / "shop"
        self.store = folder / "shop.db"
        self.folder.mkdir()
        self.write(FLOW)
        self._files = 0

    def write(self, text):
        (self.folder / "flow.yaml").write_text(text, encoding="utf-8")

    def change(self, *pairs):
        """Replace texts in the definitions; each must be there."""
        text = (self.folder / "flow.yaml").read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        self.write(text)

    def migrate(self, entries):
        self.change(("environments:", f"migrate: {entries}\nenvironments:"))

    def take(self, *orders, at="2026-01-05T10:00+08:00"):
        self._files += 1
        file = self.folder.parent / f"{self._files}.json"
        file.write_text(json.dumps({"orders": orders}), encoding="utf-8")
        inputs = ("--input", file, "--mapping", "shop", "--at", at)
        return call("run", self.folder, "--store", self.store, *inputs, "--format", "json")

    def asked(self, *arguments):
        return call(*arguments, "--format", "json")

    def asked_to_fire(self, no, transition):
        who = ("--as", "packer/ann", "--flow", self.folder, "--store", self.store)
        return call("fire", no, transition, *who)

    def fire(self, no, transition):
        answer = self.asked_to_fire(no, transition)
        assert answer.code == 0, answer.err
        return answer

    def deploy(self, *more, who="analyst/zoe"):
        return self._put("deploy", who, more)

    def rollback(self, *more, who="analyst/zoe"):
        return self._put("rollback", who, more)

    def _put(self, command, who, more):
        asked = ("--as", who, "--store", self.store, "--format", "json", *more)
        return call(command, self.folder, *asked)

    def documents(self):
        """Give what is stored of each order, by its number."""
        rows = self.rows("SELECT key, document, tags FROM records WHERE type = 'order'")
        return {
            key: json.loads(document) | {"tags": json.loads(tags)} for key, document, tags in rows
        }

    def rows(self, query):
        """Read the store with the engine's own SQLite: two in one process lose their locks."""
        with closing(sqlite_driver().connect(self.store)) as database:
            return database.execute(query).fetchall()

    def versions(self):
        answer = call("versions", self.folder, "--store", self.store, "--format", "json")
        return [(each["number"], each["how"], each["who"]) for each in answer.document["versions"]]

    def journal(self):
        return self.rows("SELECT command, outcome FROM journal ORDER BY seq")


def order(no, phone="13800000001", qty=1):
    return {"no": no, "phone": phone, "qty": qty}
