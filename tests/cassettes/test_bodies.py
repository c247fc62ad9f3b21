"""All kinds of answers are kept: packed, in pieces, of other charsets, no text, or none at all."""

import gzip
import json
import zlib

import pytest
from tests.cassettes.taping import flow, leaked, recorded

from orderloom.cassettes.cassette import Step
from orderloom_connectors.sandbox.http import answer, serving

ROW = {"no": "N-1", "state": 1, "total": "CNY 1.00", "who": "王小明明", "phone": "13912345678"}
JSON = json.dumps({"rows": [ROW]}, ensure_ascii=False)
PEOPLE = ("王小明明", "13912345678")
XML = '<a><receiver>王小明明 &amp; Co</receiver><x tel="13912345678"/><![CDATA[13912345678]]></a>'
CSV = "no,收件人,手机\r\nN-1,王小明明,13912345678\r\n"


def raw_answer(status, head, body):
    """Answer with headers and bytes as they stand."""

    def reply(_, wire):
        lines = [f"HTTP/1.1 {status} Said", *head, "", ""]
        wire.sendall("\r\n".join(lines).encode() + body)

    return reply


def chunked(body):
    pieces = (body[start : start + 7] for start in range(0, len(body), 7))
    said = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return raw_answer(200, ["Transfer-Encoding: chunked"], said + b"0\r\n\r\n")


def once(tmp_path, reply):
    """Record one answer, see that it is replayed, and give the exchange."""
    with serving(reply) as server:
        flow(tmp_path, server.port)
        made = recorded(tmp_path, {"secret": "s3cret-of-us"}, Step(stream="orders", most=1))
    assert leaked(made.raw, [*PEOPLE, "s3cret-of-us"]) == []
    return made.cassette.exchanges[0], made.cassette.end.outcomes[0]


def test_a_packed_answer_is_kept_as_it_was_understood(tmp_path):
    packed = gzip.compress(JSON.encode())
    head = ["Content-Encoding: gzip", f"Content-Length: {len(packed)}"]
    exchange, outcome = once(tmp_path, raw_answer(200, head, packed))
    assert json.loads(exchange.answer.body.text)["rows"][0]["no"] == "N-1"
    assert (outcome.items, outcome.error) == (1, None)


def test_an_answer_in_pieces_is_kept_whole(tmp_path):
    exchange, outcome = once(tmp_path, chunked(JSON.encode()))
    assert json.loads(exchange.answer.body.text)["rows"][0]["total"] == "CNY 1.00"
    assert outcome.items == 1


@pytest.mark.parametrize("text", [XML, CSV, "receiver=%E7%8E%8B%E5%B0%8F%E6%98%8E%E6%98%8E&tel=1"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_other_texts_are_kept_without_people(tmp_path, text, charset):
    exchange, _ = once(tmp_path, answer(200, text.encode(charset)))
    after = exchange.answer.body.bytes().decode(charset)
    assert "王" not in after
    assert (after[:3], len(after) > 20) == (text[:3], True)


@pytest.mark.parametrize(
    "raw", [bytes(range(256)), b"\xff\x00", b"", b"\x1f\x8b not packed", b"\x78\x9c\xff\xff"]
)
def test_bytes_that_say_nothing_are_kept(tmp_path, raw):
    exchange, _ = once(tmp_path, answer(200, raw))
    assert exchange.answer.body.bytes() == raw


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_bytes_that_are_packed_are_looked_into_and_packed_again(tmp_path, pack):
    exchange, _ = once(tmp_path, answer(200, pack(JSON.encode())))
    raw = exchange.answer.body.bytes()
    unpacked = (gzip if pack is gzip.compress else zlib).decompress(raw).decode()
    assert json.loads(unpacked)["rows"][0]["no"] == "N-1"
    assert leaked(unpacked.encode(), PEOPLE) == []


def test_pictures_and_print_files_keep_only_how_long_they_are(tmp_path):
    label = b"%PDF-1.7\n" + b"drawn: somebody's name " * 9
    exchange, _ = once(tmp_path, answer(200, label))
    raw = exchange.answer.body.bytes()
    assert (raw[:4], len(raw), b"name" in raw) == (b"%PDF", len(label), False)


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_refusals_are_kept(tmp_path, status):
    said = json.dumps({"said": "not you, 13912345678", "phone": "13912345678"}).encode()
    exchange, outcome = once(tmp_path, answer(status, said, {"Retry-After": "7"}))
    assert (exchange.answer.status, outcome.error) == (status, "OL870")
    assert exchange.answer.headers["retry-after"] == "7"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (raw_answer("nonsense", [], b""), "OL862"),
        (answer(302, b"", {"Location": "http://other.example"}), "OL860"),
        (raw_answer(200, ["Content-Length: 9"], b"half"), "OL859"),
    ],
)
def test_where_no_answer_came_that_is_kept(tmp_path, monkeypatch, reply, code):
    monkeypatch.setattr("orderloom.declarative.connector.SECONDS", 0.5)
    exchange, outcome = once(tmp_path, reply)
    assert (exchange.answer, exchange.failed.code, outcome.error) == (None, code, code)
