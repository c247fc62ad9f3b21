"""A replay says which request differs, in which part, and where that stands."""

import json

import pytest
from tests.cassettes.taping import flow, recorded
from tests.cli.program import call
from tests.cli.test_outputs import assert_valid

from orderloom.cassettes.cassette import Step
from orderloom_connectors.sandbox.http import answer, serving

ROWS = [{"no": f"N-{n}", "state": 1, "total": "CNY 1.00", "who": "Ada Lovelace"} for n in (1, 2)]


@pytest.fixture
def taped(tmp_path):
    """A flow, and the cassette of two pages and a call."""

    def platform(seen, wire):
        said = {"rows": ROWS} if "page=1" in seen.target else {"rows": ROWS[:1]}
        answer(200, json.dumps(said).encode())(seen, wire)

    with serving(platform) as server:
        shop = flow(tmp_path, server.port)
        steps = Step(stream="orders", most=3), Step(call="tell", input={"name": "Ada Lovelace"})
        made = recorded(tmp_path, {"secret": "s3cret-of-us"}, *steps)
    file = tmp_path / "shop.jsonl"
    file.write_bytes(made.raw)
    return shop, file


def change(shop, before, after):
    file = shop / "flow.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def replayed(shop, file, **more):
    answer = call("connector", "replay", shop, file, "--format", "json", **more)
    assert_valid(answer.document, "cassette")
    return answer.code, answer.document["diagnostics"]


def test_what_is_as_it_was_is_said_in_both_languages(taped):
    shop, file = taped
    assert replayed(shop, file) == (0, [])
    en, zh = (call("connector", "replay", shop, file, lang=lang) for lang in ("en", "zh"))
    assert "as recorded (3 requests)" in en.out
    assert "3 个请求" in zh.out
    assert "orders: 2/3" in en.out


@pytest.mark.parametrize(
    ("before", "after", "line", "part", "said"),
    [
        ("path: /orders", "path: /trades", 2, "path", "expected '/orders', found '/trades'"),
        ("size: 2,", "size: 5,", 2, "query size", "expected '2', found '5'"),
        ("size_param: size", "size_param: limit", 2, "query limit", "expected '–', found '2'"),
        ("text: =input.text", 'text: "hello"', 4, "body text", "expected '–', found 'hello'"),
        ("to.name", "to.who", 4, "body to.name", "found '–'"),
        ("encoding: query", "encoding: query\nheaders: {X-A: b}", 2, "header x-a", "found 'b'"),
    ],
)
def test_the_part_that_differs_is_named_and_located(  # noqa: PLR0917 - a row of the table
    taped, before, after, line, part, said
):
    shop, file = taped
    change(shop, before, after)
    code, told = replayed(shop, file)
    [first] = [each for each in told if f", {part}: " in each["message"]]
    assert (code, first["code"], first["file"], first["line"]) == (1, "OL834", str(file), line)
    assert said in first["message"]
    text = file.read_text(encoding="utf-8").split("\n")[line - 1]
    marked = text[first["column"] - 1 : first["end_column"] - 1] if first["column"] else ""
    assert not marked or f"'{marked}'" in first["message"] or part.endswith(marked)


def test_another_signature_is_a_header_that_differs(taped):
    shop, file = taped
    change(shop, "over: '=join([method,", "over: '=join([method, newline,")
    code, told = replayed(shop, file)
    assert (code, len(told), "header x-sign" in told[0]["message"]) == (1, 1, True)
    zh = call("connector", "replay", shop, file, lang="zh")
    assert "OL834" in zh.err
    assert "应为" in zh.err


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("table: {1: paid}", "table: {2: paid}", "OL837", 5),
        ('records: "rows[*]"', 'records: "others[*]"', "OL834", 3),
    ],
)
def test_what_comes_of_it_is_compared(taped, before, after, code, line):
    shop, file = taped
    change(shop, before, after)
    status, told = replayed(shop, file)
    assert (status, told[0]["code"], told[0]["line"]) == (1, code, line)


def test_more_requests_than_were_recorded(taped):
    shop, file = taped
    lines = file.read_bytes().split(b"\n")
    del lines[3]
    lines[-2] = lines[-2].replace(b'"exchanges":3', b'"exchanges":2')
    file.write_bytes(b"\n".join(lines))
    status, told = replayed(shop, file)
    assert (status, told[0]["code"], told[0]["line"]) == (1, "OL835", 4)


def test_a_cassette_of_an_unknown_connection_or_stream(taped):
    shop, file = taped
    whole = file.read_bytes()
    for before, after, code in (
        (b'"connection":"shop"', b'"connection":"shup"', "OL647"),
        (b'"stream":"orders"', b'"stream":"ordres"', "OL841"),
        (b'"call":"tell"', b'"call":"till"', "OL841"),
    ):
        file.write_bytes(whole.replace(before, after))
        answer = call("connector", "replay", shop, file, "--format", "json")
        assert (answer.code, answer.document["error"]["code"]) == (2, code)


def hostile():
    """Give names of changes, what they change, and the line that is named then."""
    deep = b"[" * 100_000
    yield from (
        ("empty", lambda _: b"", 1),
        ("no JSON", lambda lines: b"\n".join([b"{", *lines[1:]]), 1),
        ("no text", lambda lines: b"\n".join([b"\xff\xfe", *lines[1:]]), 1),
        ("another version", lambda lines: _with(lines, 0, b'"cassette":1', b'"cassette":2'), 1),
        ("no address", lambda lines: _with(lines, 0, b"http://", b"file://"), 1),
        ("a local time", lambda lines: _with(lines, 0, b'Z","url"', b'","url"'), 1),
        ("no steps", lambda lines: b"\n".join([_steps(lines[0]), *lines[1:]]), 1),
        ("an unknown key", lambda lines: _with(lines, 1, b'{"request"', b'{"a":1,"request"'), 2),
        ("a status of text", lambda lines: _with(lines, 1, b'"status":200', b'"status":"x"'), 2),
        ("a huge status", lambda lines: _with(lines, 1, b'"status":200', b'"status":9e99'), 2),
        ("no Base64", lambda lines: _with(lines, 2, b'"answer"', b'"answer"', base64=True), 3),
        ("deep", lambda lines: b"\n".join([lines[0], deep, *lines[2:]]), 2),
        ("cut off", lambda lines: b"\n".join(lines[:3]), 3),
        ("a line lost", lambda lines: b"\n".join([lines[0], *lines[2:]]), 4),
    )


def _with(lines, number, before, after, *, base64=False):
    lines = list(lines)
    assert before in lines[number]
    lines[number] = lines[number].replace(before, after, 1)
    if base64:
        document = json.loads(lines[number])
        document["answer"]["body"] = {"base64": "%%%"}
        lines[number] = json.dumps(document).encode()
    return b"\n".join(lines)


def _steps(head):
    return json.dumps({**json.loads(head), "steps": []}).encode()


def test_a_hostile_cassette_is_refused_with_its_line(taped):
    shop, file = taped
    lines = file.read_bytes().removesuffix(b"\n").split(b"\n")
    for name, make, line in hostile():
        file.write_bytes(make(lines))
        answer = call("connector", "replay", shop, file)
        assert (answer.code, "Traceback" in answer.err) == (1, False), name
        assert f"OL832]: '{file}', line {line}," in answer.err, (name, answer.err)


def test_the_program_records_and_overwrites_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_SHOP", '{"secret": "s3cret-of-us"}')
    file = tmp_path / "a.jsonl"
    with serving(answer(200, json.dumps({"rows": ROWS[:1]}).encode())) as server:
        shop = flow(tmp_path, server.port)
        told = call("connector", "record", shop, "shop", file, "--format", "json")
        assert (told.code, told.err) == (0, "")
        assert_valid(told.document, "cassette")
        again = call("connector", "record", shop, "shop", file)
        wrong = call("connector", "record", shop, "shop", tmp_path / "b", "--call", "tell", "[]")
        other = call("connector", "record", shop, "shop", tmp_path / "b", "--stream", "ordrs")
    assert (again.code, "OL844" in again.err) == (2, True)
    assert (wrong.code, "OL845" in wrong.err) == (2, True)
    assert (other.code, "did you mean 'orders'" in other.err) == (2, True)
    assert not (tmp_path / "b").exists()
    assert replayed(shop, file) == (0, [])
    assert not (shop / ".orderloom").exists()


def test_what_is_no_http_is_not_recorded(tmp_path):
    folder = tmp_path / "shop"
    (folder / "inbox").mkdir(parents=True)
    flow(tmp_path, 1)
    change(folder, "connector: own\n", "connector: folder\n")
    change(folder, 'url: "http://127.0.0.1:1", secret: shop', "folder: inbox")
    change(folder, ", begin: 1d", "")
    refused = call("connector", "record", folder, "shop", tmp_path / "c.jsonl")
    assert (refused.code, "OL839" in refused.err) == (1, True), refused.err
