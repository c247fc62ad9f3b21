"""How a declared connector proves who speaks, and checks who spoke."""

from datetime import timedelta
from typing import Literal

from orderloom.compiler.build.values import build_entry
from orderloom.compiler.build.wire import Wire
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.common import Value
from orderloom.definition.connector import Auth, Basic, Bearer, Into, OAuth2, Sign
from orderloom.expression.literals import parse_duration


def build_auth(wire: Wire, node: MapNode | None) -> Auth | None:
    """Build an authentication; None for kind ``none``, or when something is wrong with it."""
    if node is None:
        return None
    match reading.text(node, "kind"):
        case "basic":
            user, password = _value(wire, node, "user"), _value(wire, node, "password")
            return Basic(user=user, password=password) if user and password else None
        case "bearer":
            token = _value(wire, node, "token")
            into = build_place(reading.scalar(node, "into"))
            return Bearer(token=token, into=into) if token else None
        case "oauth2":
            return _oauth2(wire, node)
        case "sign":
            return _sign(wire, node)
        case _:
            return None


def build_place(node: ScalarNode | None) -> Into | None:
    """Read ``header X-Sign``, ``query sign`` or ``body sign``; a name alone is a header's."""
    if node is not None and " " not in node.text:
        return Into(part="header", name=node.text)
    part, _, name = ("", "", "") if node is None else node.text.partition(" ")
    match part:
        case "header" | "query" | "body":
            return Into(part=part, name=name.strip())
        case _:
            return None


def _value(wire: Wire, node: MapNode, key: str) -> Value | None:
    return build_entry(wire.draft, node, key, wire.sight, None)


def _oauth2(wire: Wire, node: MapNode) -> OAuth2 | None:
    token_url, client = _value(wire, node, "token_url"), _value(wire, node, "client")
    password = _value(wire, node, "password")
    if token_url is None or client is None or password is None:
        return None
    return OAuth2(
        token_url=token_url,
        client=client,
        password=password,
        refresh=_value(wire, node, "refresh"),
        refresh_before=_lasting(node, "refresh_before", timedelta(minutes=5)),
        into=build_place(reading.scalar(node, "into")),
    )


def _sign(wire: Wire, node: MapNode) -> Sign | None:
    over = _value(wire.signing(), node, "over")
    into = build_place(reading.scalar(node, "into"))
    algorithm = algorithm_of(node)
    if over is None or into is None or algorithm is None:
        return None
    key = _value(wire.signing(), node, "key")
    if key is not None and not algorithm.startswith(("hmac", "rsa")):
        wire.draft.findings.error("OL479", node.keys["key"].place, algorithm=algorithm)
    return Sign(
        algorithm=algorithm,
        over=over,
        into=into,
        key=key,
        value=_value(wire.signing().proving(), node, "value"),
        digest=digest_of(node),
        pair=reading.text(node, "pair"),
        between=reading.text(node, "between"),
    )


def algorithm_of(
    node: MapNode,
) -> Literal["md5", "sha1", "sha256", "hmac_md5", "hmac_sha1", "hmac_sha256", "rsa_sha256"] | None:
    """Give the algorithm of a signature; None when it is none."""
    match reading.text(node, "algorithm"):
        case "md5" | "sha1" | "sha256" | "rsa_sha256" as plain:
            return plain
        case "hmac_md5" | "hmac_sha1" | "hmac_sha256" as keyed:
            return keyed
        case _:
            return None


def digest_of(node: MapNode) -> Literal["hex", "HEX", "base64", "base64_hex"]:
    """Give how a signature is written."""
    match reading.text(node, "digest"):
        case "HEX" | "base64" | "base64_hex" as form:
            return form
        case _:
            return "hex"


def _lasting(node: MapNode, key: str, default: timedelta) -> timedelta:
    return parse_duration(reading.text(node, key)) or default
