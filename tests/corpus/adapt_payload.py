"""Payloads of the corpus, received by a flow that has its contract (``payload_flow``)."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from tests.corpus.contract import ACCEPT, NEUTRALISE, REJECT, Case, Judgement
from tests.corpus.receiving import FLOW, Receipt, Shop, said

from orderloom.flow.message import ItemFault

# What the corpus says of a case's mapping, as changes to the mapping of all others.
_VARIANTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "epoch_ms": (
            ("from: order.paid_at,", "from: order.paid_at, format: epoch_ms,"),
        ),
        "local:Asia/Shanghai": (),
        "local:America/New_York": (("zone: Asia/Shanghai", "zone: America/New_York"),),
        "local:America/New_York;fold=first": (
            ("zone: Asia/Shanghai", "zone: America/New_York"),
            ("doubled: refuse", "doubled: first"),
        ),
        "gb18030": (("encoding: auto", "encoding: gbk"),),
        "poll": (("encoding: utf-8", 'encoding: utf-8, each: "data[*]"'),),
    }
)  # fmt: skip
_POINTERS = MappingProxyType(
    {
        "news": "/event",
        "sent_amount": "/order/amount",
        "sent_qty": "/order/qty",
    }
)
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_LINE = re.compile(r"\(line ([0-9]+)\)")
_PLACES = ("line", "column", "offset", "key", "way", "limit", "size", "found", "path")


@cache
def _shop() -> Shop:
    texts = (FLOW / "flow.yaml").read_text("utf-8").split("---\n")
    variants = []
    for base in ("order_json", "order_csv"):
        [text] = [each for each in texts if f"kind: mapping\nid: {base}\n" in each]
        for name, changes in _VARIANTS.items():
            changed = text.replace(f"id: {base}", f"id: {base}_{_id(name)}")
            for old, new in changes:
                changed = changed.replace(old, new)
            variants.append(changed)
    return Shop(FLOW, "---\n".join(variants))


def _id(name: str) -> str:
    return _NOT_IN_ID.sub("_", name.lower())


def judge(case: Case) -> Judgement:
    """Receive a payload."""
    receipt = _shop().receive(_mapping(case), f"{case.id}{case.suffix}", case.body)
    if not receipt.is_kept:
        return Judgement(verdict="lost")
    rows = receipt.outcomes.get("applied", 0) + receipt.outcomes.get("duplicate", 0)
    if receipt.faults and not rows:
        return _refused(case, receipt.faults[0])
    told = " ".join(map(said, receipt.faults))
    return Judgement(
        verdict=_taken(case, receipt),
        code=receipt.faults[0].code if receipt.faults else "",
        differs=_differs(case, receipt, rows),
        said=f"{told} {receipt.records}",
    )


def _mapping(case: Case) -> str:
    """Choose the mapping: a format's, in the variant that the case declares."""
    if case.body.lstrip()[:1] == b"<" or case.suffix == ".xml":
        return "payment_xml"
    base = "order_csv" if case.suffix == ".csv" or case.family == "csv" else "order_json"
    declared = case.facts.get("mapping")
    if isinstance(declared, dict):
        return f"{base}_{_id(str(next(iter(declared.values()))))}"
    return f"{base}_poll" if case.facts.get("context") == "poll" else base


def _taken(case: Case, receipt: Receipt) -> str:
    """Say how a payload was taken.

    Nothing that a reader does tells ``accept`` from ``neutralise`` where all of a payload is taken:
    text that looks like a formula is stored like any text. It is as the case has it, and ``expect``
    is what is compared.
    """
    is_wanted = ACCEPT in (case.verdict, *case.also_ok)
    return ACCEPT if is_wanted and not receipt.faults else NEUTRALISE


def _refused(case: Case, fault: ItemFault) -> Judgement:
    place: dict[str, object] = {
        name: int(said) if said.isdigit() else said
        for name, said in fault.facts.items()
        if name in _PLACES
    }
    line = _LINE.search(fault.where)
    if line is not None:
        place["line"] = int(line[1])
    way = fault.field or fault.facts.get("key") or fault.facts.get("way")
    if way is not None:
        slashed = "/" + re.sub(r"[.\[]", "/", way.replace("]", ""))
        place["pointer"] = _POINTERS.get(way, slashed if fault.field is None else f"/order/{way}")
    elif fault.facts.get("line") and fault.facts.get("column", "").isdigit():
        place["byte"] = _byte(case.body, int(fault.facts["line"]), int(fault.facts["column"]))
    return Judgement(
        verdict=REJECT, code=fault.code, place=place or _whole(fault), said=said(fault)
    )


def _whole(fault: ItemFault) -> dict[str, object]:
    """Say that the message itself is the place, when nothing in it could be one."""
    return {"message": fault.code}


def _byte(body: bytes, line: int, column: int) -> int:
    lines = body.split(b"\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    return before + len(lines[line - 1].decode(errors="replace")[: column - 1].encode())


def _differs(case: Case, receipt: Receipt, rows: int) -> str:
    """Compare what is stored with what the case expects to be."""
    expected = case.facts.get("expect", {})
    if not isinstance(expected, dict):
        return f"cannot compare with {expected}"
    found = {
        "rows": rows,
        "records": len(receipt.records),
        "rejected_rows": sorted(_lines(receipt)),
    }
    for record in receipt.records.values():
        found |= {name: _shown(value) for name, value in record.items()}
    wrong = {
        name: found.get(name) for name, wanted in expected.items() if found.get(name) != wanted
    }
    return f"{wrong} of {expected}" if wrong else ""


def _lines(receipt: Receipt) -> set[int]:
    return {int(line) for each in receipt.faults for line in _LINE.findall(each.where)}


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return f"{value:.2f}" if isinstance(value, Decimal) else value
