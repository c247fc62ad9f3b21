"""Checking that a webhook is its platform's own, over the raw bytes, before anybody takes it."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, TypeAlias, assert_never
from zoneinfo import ZoneInfo

from msgspec import Struct

from orderloom.declarative.arriving import Sent, StandIns, parsed, told
from orderloom.definition.common import Value
from orderloom.definition.webhook import Password, Seal, Sealed, Signature, Token, Verify
from orderloom.errors import WebhookRefused
from orderloom.expression.compiled import EvaluationFault
from orderloom.flow.surroundings import Surroundings
from orderloom.flow.webhook import Arrival
from orderloom.mapping.convert.times import WallClock, time
from orderloom.mapping.unfit import Unfit
from orderloom.signing.digests import KeyUnusable, is_signed
from orderloom.signing.sealed import SealBroken, open_aes_cbc, open_aes_gcm, open_wecom

Secret: TypeAlias = str | Mapping[str, str] | None


class Heard(Struct, frozen=True, kw_only=True):
    """A webhook that is the platform's own.

    Attributes:
        delivery: The platform's id of it; empty: its bytes are its id.
        is_known_by_id: Whether that id alone makes a repetition one.
        opened: What the mapping reads instead of the body.
        is_skipped: It is answered but not taken.
        greeting: The answer of a handshake, which brings nothing to take.
    """

    delivery: str = ""
    is_known_by_id: bool = False
    opened: bytes | None = None
    is_skipped: bool = False
    greeting: str | None = None


class Checker:
    """Checks the webhooks of one stream.

    Args:
        verify: How.
        connection: Whose they are.
        zone: Of times without offset.
    """

    def __init__(self, verify: Verify, connection: str, zone: str) -> None:
        self.verify = verify
        self._connection = connection
        form = None if verify.time_format == "iso" else verify.time_format
        self._read_time = time(form, WallClock(ZoneInfo(zone)))

    def is_handshake(self, arrival: Arrival) -> bool:
        """Say whether a request asks a question and brings nothing."""
        asked = self.verify.handshake
        return asked is not None and bool(Sent(self.verify, arrival).at(asked.asks))

    def is_ping(self, arrival: Arrival) -> bool:
        """Say whether a platform only tries the address: a form of one field, which is known."""
        found = parsed("form", arrival.body) if self.verify.ping else None
        return isinstance(found, dict) and list(found) == [self.verify.ping]

    def check(self, arrival: Arrival, secrets: Sequence[Secret]) -> Heard:
        """Give what a webhook is, when it is the platform's.

        Args:
            arrival: What arrived; its time is judged by when.
            secrets: The secret, and those before it that are still good.

        Raises:
            WebhookRefused: It cannot be believed (OL760 to OL764) or opened (OL765).
        """
        sent = Sent(self.verify, arrival)
        refused: WebhookRefused | None = None
        for secret in secrets:
            try:
                self._prove(sent, secret)
                heard = self._heard(sent, secret)
            except WebhookRefused as error:
                refused = refused or error
                continue
            self._in_time(sent)
            return heard
        raise refused or WebhookRefused("OL764", connection=self._connection)

    def _prove(self, sent: Sent, secret: Secret) -> None:
        seen, proof = sent.seen(secret, self._connection), self.verify.proof
        match proof:
            case Signature():
                self._signed(proof, sent, seen)
            case Token():
                given = sent.one(proof.into) if proof.into else _authorized(sent, "bearer")
                self._same(given, self._text(proof.token, seen, sent))
            case Password():
                user = self._text(proof.user, seen, sent)
                pair = f"{user}:{self._text(proof.password, seen, sent)}"
                self._same(_decoded(_authorized(sent, "basic")), pair)
            case Sealed():
                pass  # whoever has the key wrote it: opening shows
            case _:
                assert_never(proof)

    def _signed(self, proof: Signature, sent: Sent, seen: Mapping[str, Any]) -> None:
        found = sent.at(proof.into)
        if not found:
            where = f"{proof.into.part} {proof.into.name} {proof.into.key}".strip()
            raise WebhookRefused("OL761", part="into", where=where)
        stand_ins = StandIns()
        raw, params = sent.arrival.body, sent.params(proof)
        short = {
            **seen,
            "sent": stand_ins.within(sent.body),
            "body": stand_ins.of(raw) if raw else None,
            "params": stand_ins.of(params.encode("utf-8", "surrogatepass")) if params else None,
        }
        text = stand_ins.back(self._text(proof.over, short, sent))
        key = self._key(proof, seen, sent)
        try:
            fits = [
                is_signed(proof.algorithm, text, each, key=key, digest=proof.digest)
                for each in found
            ]
        except KeyUnusable:
            raise WebhookRefused("OL764", connection=self._connection) from None
        if not any(fits):
            raise WebhookRefused("OL760")

    def _key(self, proof: Signature, seen: Mapping[str, Any], sent: Sent) -> bytes:
        if not proof.algorithm.startswith(("hmac", "rsa")):
            return b""
        secret = seen["secret"]
        text = secret if proof.key is None else self._text(proof.key, seen, sent)
        if not isinstance(text, str) or not text:
            raise WebhookRefused("OL764", connection=self._connection)
        try:
            match proof.key_form:
                case "base64":
                    return b64decode(text, validate=True)
                case "hex":
                    return bytes.fromhex(text)
                case _:
                    return text.encode()
        except ValueError:
            raise WebhookRefused("OL764", connection=self._connection) from None

    def _same(self, given: str | None, wanted: str) -> None:
        if not wanted:
            raise WebhookRefused("OL764", connection=self._connection)
        raw = (given or "").encode("utf-8", "surrogatepass")
        if not compare_digest(raw, wanted.encode("utf-8", "surrogatepass")):
            raise WebhookRefused("OL760")

    def _in_time(self, sent: Sent) -> None:
        """Refuse what is too old, or too far ahead: clocks differ both ways."""
        spot = self.verify.time
        if spot is None:
            return
        given = sent.one(spot)
        if given is None:
            where = f"{spot.part} {spot.name} {spot.key}".strip()
            raise WebhookRefused("OL761", part="time", where=where)
        try:
            at = self._read_time(given)
        except Unfit:
            at = None
        if not isinstance(at, datetime):
            raise WebhookRefused("OL762", format=self.verify.time_format)
        apart = abs(sent.arrival.at - at)
        if apart > self.verify.window:
            seconds = str(int(apart.total_seconds()))
            window = str(int(self.verify.window.total_seconds()))
            raise WebhookRefused("OL763", seconds=seconds, window=window)

    def _heard(self, sent: Sent, secret: Secret) -> Heard:
        verify, text = self.verify, sent.arrival.body.decode(errors="replace")
        seen = {**sent.seen(secret, self._connection), "body": text}
        opened = None if verify.opened is None else self._opened(verify.opened, seen, sent)
        if isinstance(verify.proof, Sealed) and parsed("json", opened or b"") is None:
            raise WebhookRefused("OL760")
        if verify.handshake is not None and sent.at(verify.handshake.asks):
            asked = {**seen, "opened": None if opened is None else opened.decode(errors="replace")}
            return Heard(greeting=self._text(verify.handshake.reply, asked, sent))
        return Heard(
            delivery=sent.one(verify.delivery) or "",
            is_known_by_id=verify.is_delivery_signed,
            opened=opened,
            is_skipped=self._is_skipped(seen, sent),
        )

    def _is_skipped(self, seen: Mapping[str, Any], sent: Sent) -> bool:
        if self.verify.skip is None:
            return False
        try:
            return self.verify.skip.evaluate(seen, Surroundings(sent.arrival.at)) is True
        except EvaluationFault:
            return False

    def _opened(self, seal: Seal, seen: Mapping[str, Any], sent: Sent) -> bytes:
        def text_of(value: Value | None) -> str:
            return "" if value is None else self._text(value, seen, sent)

        text = text_of(seal.text)
        if not text:
            raise WebhookRefused("OL765")
        try:
            match seal.kind:
                case "plain":
                    return text.encode()
                case "wecom":
                    return open_wecom(text_of(seal.key), text, text_of(seal.receiver))
                case "aes_gcm":
                    more = text_of(seal.associated)
                    return open_aes_gcm(text_of(seal.key), text_of(seal.nonce), more, text)
                case "aes_cbc":
                    return open_aes_cbc(text_of(seal.key), text)
        except SealBroken:
            raise WebhookRefused("OL765") from None

    def _text(self, value: Value, seen: Mapping[str, Any], sent: Sent) -> str:
        """Give a value as text, empty when it is missing.

        Raises:
            WebhookRefused: It cannot be made: mostly a secret that lacks its parts (OL764).
        """
        try:
            return told(value.of(seen, Surroundings(sent.arrival.at))) or ""
        except EvaluationFault:
            raise WebhookRefused("OL764", connection=self._connection) from None


def _authorized(sent: Sent, scheme: str) -> str | None:
    given = sent.headers.get("authorization", [])
    if len(given) != 1:
        return None
    named, _, rest = given[0].partition(" ")
    return rest.strip() if named.lower() == scheme else None


def _decoded(text: str | None) -> str | None:
    try:
        return None if text is None else b64decode(text, validate=True).decode()
    except ValueError:
        return None
