"""A mapping as it is written in YAML, compiled and run on a document."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.compiler.back.shapes import CONNECTORS
from tests.mapping.building import message

from orderloom.codes.render import to_text
from orderloom.compiler.load import check_flow
from orderloom.errors import MessageRejected
from orderloom.flow.message import MappedItem
from orderloom.mapping.program import build_mapping

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
---
kind: record
id: order
identity: [no]
fields:
  no: text
  amount: money
  fee: money
  lines: {type: list, of: {price: money}}
---
kind: mapping
id: orders
record: order
"""


def read(mapping, document):
    """Give the fields of every item, or the failed item; a message refused is an assertion."""
    text = FLOW + ("" if "read:" in mapping else "read: {format: json}\n") + mapping
    with TemporaryDirectory() as folder:
        (Path(folder) / "flow.yaml").write_text(text, encoding="utf-8")
        checked = check_flow(Path(folder), connectors=CONNECTORS)
    told = [to_text(each, text, "en") for each in checked.diagnostics]
    assert checked.flow is not None, told
    flow = checked.flow
    program = build_mapping(flow.mappings["orders"], flow.records["order"], "UTC")
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    try:
        found = list(program.split(message(body)))
    except MessageRejected as error:
        raise AssertionError(error.code) from error
    return [each.values if isinstance(each, MappedItem) else each for each in found]
