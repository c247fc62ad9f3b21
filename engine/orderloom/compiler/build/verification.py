"""How a declared connector knows that a webhook is its platform's own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal, cast

from orderloom.compiler.build.authentication import algorithm_of, digest_of
from orderloom.compiler.build.expressions import compile_at
from orderloom.compiler.build.formats import EPOCHS, is_pattern
from orderloom.compiler.build.values import build_entry
from orderloom.compiler.build.wire import Wire, names_of
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.definition.common import Value
from orderloom.definition.webhook import (
    Form,
    Handshake,
    Password,
    Proof,
    Seal,
    Sealed,
    Signature,
    Spot,
    Token,
    Verify,
)
from orderloom.expression import types
from orderloom.expression.compiled import Compiled
from orderloom.expression.literals import parse_duration
from orderloom.expression.types import ObjectType, Type

_SEEN: Mapping[str, Type] = dict.fromkeys(
    ("params", "body", "path", "url", "method", "time", "delivery"), types.TEXT
) | {
    "header": ObjectType({}, open=True),
    "query": ObjectType({}, open=True),
    "sent": types.ANY,
}
_WHOLE_BODY = frozenset(("body", "params", "sent"))
_NEEDED = {
    "plain": (),
    "wecom": ("key", "receiver"),
    "aes_gcm": ("key", "nonce"),
    "aes_cbc": ("key",),
}


def build_verify(wire: Wire, node: MapNode | None) -> Verify | None:
    """Build the check of what a webhook brings; None when there is none, or it is broken."""
    if node is None:
        return None
    sight = replace(wire, sight=wire.sight.adding(names_of(_SEEN)))
    proof = _proof(sight, node)
    if proof is None:
        return None
    delivery = build_spot(reading.scalar(node, "delivery"))
    return Verify(
        place=node.place,
        form=cast("Form", reading.text(node, "encoding", "json")),
        proof=proof,
        time=_time(sight, node, proof),
        time_format=_time_format(wire, node),
        window=parse_duration(reading.text(node, "window")) or timedelta(seconds=300),
        delivery=delivery,
        is_delivery_signed=delivery is not None and _is_signed(proof, delivery, "delivery"),
        opened=_seal(sight, reading.submap(node, "open")),
        handshake=_handshake(sight, reading.submap(node, "handshake")),
        skip=_condition(sight, node),
        ping=reading.text(node, "ping"),
        reply=reading.text(node, "reply"),
        refusal=reading.text(node, "refusal"),
    )


def build_spot(node: ScalarNode | None) -> Spot | None:
    """Read ``header X-Sign``, ``query sign``, ``body a.sign`` or ``header X-Sign v1``."""
    part, name, key = ((*node.text.split(" "), "", "") if node else ("", "", ""))[:3]
    match part:
        case "header" | "query" | "body":
            return Spot(part=part, name=name, key=key)
        case _:
            return None


def _proof(wire: Wire, node: MapNode) -> Proof | None:
    match reading.text(node, "kind"):
        case "basic":
            user, password = _value(wire, node, "user"), _value(wire, node, "password")
            return Password(user=user, password=password) if user and password else None
        case "bearer":
            token = _value(wire, node, "token")
            into = build_spot(reading.scalar(node, "into"))
            return Token(token=token, into=into) if token else None
        case "sealed":
            return Sealed()
        case _:
            return _signature(wire, node)


def _signature(wire: Wire, node: MapNode) -> Signature | None:
    over, key = _value(wire, node, "over"), _value(wire, node, "key")
    into, algorithm = build_spot(reading.scalar(node, "into")), algorithm_of(node)
    if over is None or into is None or algorithm is None:
        return None
    if key is not None and not algorithm.startswith(("hmac", "rsa")):
        wire.draft.findings.error("OL479", node.keys["key"].place, algorithm=algorithm)
    return Signature(
        algorithm=algorithm,
        over=over,
        into=into,
        key=key,
        key_form=_key_form(node),
        digest=digest_of(node),
        pair=reading.text(node, "pair"),
        between=reading.text(node, "between"),
        without=reading.texts(node, "without"),
        empty=reading.flag(node, "empty"),
    )


def _key_form(node: MapNode) -> Literal["text", "base64", "hex"]:
    match reading.text(node, "key_form"):
        case "base64" | "hex" as form:
            return form
        case _:
            return "text"


def _time(wire: Wire, node: MapNode, proof: Proof) -> Spot | None:
    """Give where the time stands; one that nobody signed keeps no replay out."""
    found = reading.scalar(node, "time")
    spot = build_spot(found)
    if found is not None and spot is not None and not _is_signed(proof, spot, "time"):
        wire.draft.findings.error("OL920", found.place, where=found.text)
    return spot


def _is_signed(proof: Proof, spot: Spot, name: str) -> bool:
    """Say whether the signature breaks when what stands at a spot is changed."""
    if not isinstance(proof, Signature) or proof.over.compiled is None:
        return False
    read = {each.path for each in proof.over.compiled.reads}
    if spot.part == "body":
        return any(_is_below(path, _WHOLE_BODY) for path in read)
    own = spot.name.lower().replace("-", "_") if spot.part == "header" else spot.name
    return name in read or f"{spot.part}.{own}" in read or spot.part in read


def _is_below(path: str, names: Iterable[str]) -> bool:
    return path.partition(".")[0].partition("[")[0] in names


def _time_format(wire: Wire, node: MapNode) -> str:
    form = reading.scalar(node, "time_format")
    if form is None:
        return "epoch_s"
    if form.text not in (*EPOCHS, "iso") and not is_pattern(form.text):
        possible = "yyyy-MM-dd HH:mm:ss, epoch_s, epoch_ms, iso"
        wire.draft.findings.error(
            "OL439", form.place, format=form.text, type="time", possible=possible
        )
    return form.text


def _seal(wire: Wire, node: MapNode | None) -> Seal | None:
    text = None if node is None else _value(wire, node, "text")
    if node is None or text is None:
        return None
    kind = reading.text(node, "kind")
    for key in _NEEDED.get(kind, ()):
        if node.get(key) is None:
            wire.draft.findings.error("OL921", node.place, kind=kind, key=key)
    match kind:
        case "plain" | "wecom" | "aes_gcm" | "aes_cbc":
            return Seal(
                kind=kind,
                text=text,
                key=_value(wire, node, "key"),
                nonce=_value(wire, node, "nonce"),
                associated=_value(wire, node, "associated"),
                receiver=_value(wire, node, "receiver"),
            )
        case _:
            return None


def _handshake(wire: Wire, node: MapNode | None) -> Handshake | None:
    if node is None:
        return None
    seen = wire.sight.adding(names_of({"opened": types.TEXT}))
    reply = _value(replace(wire, sight=seen), node, "reply")
    asks = build_spot(reading.scalar(node, "with"))
    return Handshake(asks=asks, reply=reply) if asks and reply else None


def _condition(wire: Wire, node: MapNode) -> Compiled | None:
    found = reading.scalar(node, "skip")
    if found is None:
        return None
    return compile_at(wire.draft, found, wire.sight, expected=types.BOOLEAN)


def _value(wire: Wire, node: MapNode, key: str) -> Value | None:
    return build_entry(wire.draft, node, key, wire.sight, None)
