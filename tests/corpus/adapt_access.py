"""Webhooks of the corpus, at the checks that the intake makes; what else it asks is not there yet.

Whether a comparison takes as long for a nearly right signature is not timed: the verdict is.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from tests.corpus.contract import ACCEPT, NOT_YET, REJECT, Case, Judgement

import orderloom_definitions
from orderloom.compiler.shipped import check_connector
from orderloom.declarative.webhooks import Checker
from orderloom.errors import WebhookRefused
from orderloom.flow.webhook import Arrival
from orderloom.intake.requests import Unfitting, judge_head

_AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
_KEY = base64.b64encode(b"k" * 24).decode()
_BODY = b'{"id": "A-1",  "total": "1.50"}'
_LATER = {
    "approval": "approvals",
    "audit": "the audit chain",
    "otp": "one-time codes",
    "portal": "portals",
    "secret": "the alert of a refused call",
    "tenant": "the environment stamp of a store",
}


@cache
def _checker() -> Checker:
    file = Path(orderloom_definitions.__file__).parent / "connectors" / "webhook.yaml"
    connector = check_connector(file).connector
    assert connector is not None
    verify = connector.streams["events"].verify
    assert verify is not None
    return Checker(verify, "shop", "UTC")


def judge(case: Case) -> Judgement:
    """Judge one case by what its first step says."""
    if case.family != "webhook":
        return Judgement(verdict=NOT_YET, code=_LATER[case.family])
    [step] = json.loads(case.body)["steps"]
    if "1 GB" in step:
        return _head()
    if "re-serialised" in step:
        return _heard(json.dumps(json.loads(_BODY)).encode(), _BODY, _AT)
    if "6 min old" in step:
        return _heard(_BODY, _BODY, _AT - timedelta(minutes=6))
    assert "prefix-equal" in step
    return _heard(_BODY, _BODY, _AT, cut=1)


def _head() -> Judgement:
    headers = [("content-type", "application/json"), ("content-length", str(1 << 30))]
    try:
        judge_head("POST", headers, _checker(), is_greeting=False)
    except Unfitting as error:
        return Judgement(verdict=REJECT, code=str(error.answer.status), place={"part": "head"})
    return Judgement(verdict=ACCEPT)


def _heard(signed: bytes, body: bytes, at: datetime, cut: int = 0) -> Judgement:
    told = f"m1.{int(at.timestamp())}.".encode() + signed
    made = base64.b64encode(hmac.new(base64.b64decode(_KEY), told, hashlib.sha256).digest())
    headers = (
        ("webhook-id", "m1"),
        ("webhook-timestamp", str(int(at.timestamp()))),
        ("webhook-signature", "v1," + made.decode()[: len(made) - cut]),
    )
    arrival = Arrival(
        method="POST", url="https://x/y", query="", headers=headers, body=body, at=_AT
    )
    try:
        _checker().check(arrival, [{"signing": _KEY}])
    except WebhookRefused as error:
        return Judgement(verdict=REJECT, code=error.code, place={"part": "signature"})
    return Judgement(verdict=ACCEPT)
