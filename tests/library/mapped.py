"""Documents of platforms through the mappings that ship."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.compiler.back.shapes import CONNECTORS
from tests.mapping.building import message

from orderloom.compiler.load import load_flow
from orderloom.flow.message import MappedItem
from orderloom.mapping.program import build_mapping

FLOW = """kind: flow
id: shop
zone: Asia/Shanghai
currency: CNY
uses: {standard: 1}
environments: {test: {hosts: [], publish: [ops]}}
---
{kind: role, id: ops, see: {order: {fields: all}}}
"""


@cache
def standard():
    """Give a flow that takes the standard records and mappings over and adds nothing."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "flow.yaml").write_text(FLOW, encoding="utf-8")
        return load_flow(Path(folder), connectors=CONNECTORS)


@cache
def program(mapping):
    flow = standard()
    declared = flow.mappings[mapping]
    return build_mapping(declared, flow.records[declared.record], "UTC")


def split(mapping, document):
    """Give the items of a document, mapped and failed."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(program(mapping).split(message(body)))


def mapped(mapping, document):
    """Give the values of every item; one that cannot be understood is an assertion."""
    found = split(mapping, document)
    assert [each.faults for each in found if not isinstance(each, MappedItem)] == []
    return [each.values for each in found]
