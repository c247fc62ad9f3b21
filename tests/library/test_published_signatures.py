"""Published worked examples, exact through the shipped connectors; one changed byte fails."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from tests.library.shipped import LIBRARY

from orderloom.declarative.assembling import Parts
from orderloom.declarative.authenticating import Authenticator
from orderloom.definition.common import Value
from orderloom.definition.connector import Request

pytestmark = pytest.mark.shared


@pytest.fixture
def vectors(shared):
    found = json.loads((shared / "data" / "sign_vectors" / "vectors.json").read_text("utf-8"))
    return {vector["id"]: vector for vector in found}


ANY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Signing:
    secret: object
    connection: str = "shop"


def signed(name, pairs, secret, at=ANY):
    """Sign parameters as the connector signs its own."""
    definition = LIBRARY[name].definition
    place = definition.place
    path = Value(place=place, constant="")
    request = Request(place=place, method="POST", path=path, encoding=definition.encoding)
    parts = Parts(request, "http://127.0.0.1/", at)
    parts.add(pairs.items())
    Authenticator(definition).prove(Signing(secret), parts)
    return dict(parts.body)["sign"]


@pytest.mark.parametrize(
    ("vector", "name", "part"),
    [("pdd-md5", "pinduoduo", "client_secret"), ("taobao-top-md5", "taobao", "app_secret")],
)
def test_sorted_pairs_with_the_secret_around(vectors, vector, name, part):
    known = vectors[vector]
    assert signed(name, known["params"], {part: known["secret"]}) == known["expected"]
    assert signed(name, known["params"], {part: known["secret"] + "x"}) != known["expected"]
    for changed, value in known["params"].items():
        other = known["params"] | {changed: value[:-1] + chr(ord(value[-1]) ^ 1)}
        assert signed(name, other, {part: known["secret"]}) != known["expected"]


def test_time_and_secret_as_the_key_of_nothing(vectors):
    known = vectors["feishu-custom-bot"]
    at = datetime.fromtimestamp(int(known["timestamp"]), UTC)
    assert signed("feishu", {}, {"secret": known["secret"]}, at) == known["expected"]
    assert signed("feishu", {}, {"secret": "xxy"}, at) != known["expected"]
