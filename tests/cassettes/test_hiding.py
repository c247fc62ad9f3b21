"""Whatever a server says of people, and whatever a secret looks like: none of it is written."""

import base64
import json

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.cassettes.taping import flow, leaked, recorded

from orderloom.cassettes.cassette import Step
from orderloom.errors import OrderloomError
from orderloom_connectors.sandbox.http import answer, serving

LETTERS = st.text(st.sampled_from("abcdeXYZ/+&%=\"'\\<>é李王小 "), min_size=4, max_size=12)
SECRETS = st.one_of(
    st.text(st.sampled_from('abc019-_/+=%&"\\'), min_size=6, max_size=20),
    st.text(st.sampled_from("0123456789abcdef"), min_size=16, max_size=32),
    st.binary(min_size=12, max_size=24).map(lambda raw: base64.b64encode(raw).decode()),
)
NAMES = ("receiver_name", "buyerNick", "phone", "收件人", "who")
PLACES = st.sampled_from((*NAMES, "text", "json", "coded", "url", "xml"))


def document(people, place, secret, proof):
    """Tell of people at a place; words and echoes repeat what they were sent."""
    said = {
        "json": json.dumps({"buyer": {"name": people[0]}}),
        "coded": base64.b64encode(json.dumps({"buyer": {"name": people[0]}}).encode()).decode(),
        "url": "https://a.example/x?" + "phone=13912345678",
        "xml": f"<a><name>{len(people[0])}</name></a>",
    }.get(place, people[0])
    rows = [
        {"no": f"N-{number}", "state": 1, "total": "CNY 1.00", "who": each}
        for number, each in enumerate(people)
    ]
    rows[0][place] = said
    rows[0]["remark"] = f"for {people[0]}, {people[-1]}; key {secret}"
    return {"rows": rows, "echo": proof, "token_of": {"access_token": secret}}


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(LETTERS, min_size=1, max_size=3), PLACES, SECRETS, st.booleans())
def test_nothing_leaks_however_it_is_spelt(tmp_path, people, place, secret, is_ascii):
    people = [each.strip() for each in people]
    assume(all(sum(sign.isalnum() for sign in each) > 3 for each in people))
    assume(any(sign.isalnum() for sign in secret))
    assume(all(each.casefold() not in "for key receiver_name buyernick" for each in people))

    def platform(seen, wire):
        is_first = "page=1" in seen.target
        proof = seen.headers["x-sign"]
        said = document(people, place, secret, proof) if is_first else {"rows": []}
        body = json.dumps(said, ensure_ascii=is_ascii).encode()
        answer(200, body, {"X-Echo": base64.b64encode(secret.encode()).decode()})(seen, wire)

    with serving(platform) as server:
        flow(tmp_path, server.port)
        try:
            made = recorded(tmp_path, {"secret": secret})
        except OrderloomError as refusal:
            # It may be that nothing is written; never that it is written.
            assert refusal.code in ("OL842", "OL843")  # noqa: PT017
            return
        signs = [each.headers["x-sign"] for each in server.seen]
    assert leaked(made.raw, [*people, secret, *signs]) == []


def test_what_cannot_be_replaced_is_not_written(tmp_path):
    """A name of a field is a word of the platform's: it stays, and must not be anybody's."""
    rows = [{"no": "1", "state": 1, "total": "CNY 1.00", "s3cret_of_us": 1}]
    with serving(answer(200, json.dumps({"rows": rows}).encode())) as server:
        flow(tmp_path, server.port)
        with pytest.raises(OrderloomError) as refused:
            recorded(tmp_path, {"secret": "s3cret_of_us"})
    assert (refused.value.code, refused.value.facts["line"]) == ("OL842", "2")
    assert "s3cret" not in str(refused.value.facts)


def test_people_in_a_call_have_the_fake_that_they_have_in_answers(tmp_path):
    rows = [
        {
            "no": "1",
            "changed": 1,
            "state": 1,
            "total": "CNY 1.00",
            "who": "Ada",
            "phone": 13912345678,
        }
    ]
    with serving(answer(200, json.dumps({"rows": rows}).encode())) as server:
        flow(tmp_path, server.port)
        call = Step(call="tell", input={"name": "Ada", "text": "Ada: 139-1234-5678"})
        made = recorded(tmp_path, {"secret": "s3cret-of-us"}, Step(stream="orders", most=1), call)
    assert leaked(made.raw, ["13912345678", "139-1234-5678", "Ada "]) == []
    told = json.loads(made.cassette.exchanges[-1].request.body.text)
    first = json.loads(made.cassette.exchanges[0].answer.body.text)["rows"][0]
    assert told["to"]["name"] == first["who"] == told["text"].partition(":")[0]
    assert len(str(first["phone"])) == 11
