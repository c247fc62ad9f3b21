"""The signatures that platforms have published as examples."""

import json

import pytest

from orderloom.signing.digests import is_signed, sign
from orderloom.signing.sealed import open_wecom
from orderloom.signing.texts import around, body_hash, lines, sorted_pairs, sorted_values

IDS = (
    "taobao-top-md5",
    "pdd-md5",
    "yto-md5-b64",
    "kdniao-datasign",
    "feishu-custom-bot",
    "wecom-callback-signature",
    "wecom-aes-echostr",
    "wechatpay-v2-md5",
)


def _shop(vector):
    text = around(vector["secret"], sorted_pairs(vector["params"]))
    return {"algorithm": "md5", "text": text, "digest": "HEX"}


def _yto(vector):
    text = vector["input_concat"] + vector["secret"]
    return {"algorithm": "md5", "text": text, "digest": "base64"}


def _kdniao(vector):
    text = vector["request_data"] + vector["app_key"]
    return {"algorithm": "md5", "text": text, "digest": "base64_hex"}


def _feishu(vector):
    key = f"{vector['timestamp']}\n{vector['secret']}"
    return {"algorithm": "hmac_sha256", "text": "", "key": key, "digest": "base64"}


def _wecom(vector):
    signed = ("token", "timestamp", "nonce", "encrypt")
    return {"algorithm": "sha1", "text": sorted_values(vector[name] for name in signed)}


def _wechat(vector):
    pairs = sorted_pairs(vector["params"], equals="=", between="&")
    return {"algorithm": "md5", "text": f"{pairs}&key={vector['api_key']}", "digest": "HEX"}


RECIPES = {
    "taobao-top-md5": _shop,
    "pdd-md5": _shop,
    "yto-md5-b64": _yto,
    "kdniao-datasign": _kdniao,
    "feishu-custom-bot": _feishu,
    "wecom-callback-signature": _wecom,
    "wechatpay-v2-md5": _wechat,
}


@pytest.fixture
def vectors(shared):
    found = json.loads((shared / "data" / "sign_vectors" / "vectors.json").read_text("utf-8"))
    return {vector["id"]: vector for vector in found}


@pytest.mark.shared
def test_every_published_vector_is_known_here(vectors):
    assert set(vectors) == set(IDS)


@pytest.mark.shared
@pytest.mark.parametrize("name", RECIPES)
def test_a_published_signature_is_exact(vectors, name):
    recipe = RECIPES[name](vectors[name])
    expected = vectors[name]["expected"]

    assert sign(**recipe) == expected
    assert is_signed(signature=expected, **recipe)


@pytest.mark.shared
@pytest.mark.parametrize("name", RECIPES)
def test_with_one_changed_byte_a_published_signature_fails(vectors, name):
    recipe = RECIPES[name](vectors[name])
    expected = vectors[name]["expected"]
    part = "text" if recipe["text"] else "key"
    signed = recipe[part]

    for at in range(len(signed)):
        other = signed[:at] + ("x" if signed[at] != "x" else "y") + signed[at + 1 :]
        assert not is_signed(signature=expected, **(recipe | {part: other}))
    for at in range(len(expected)):
        other = expected[:at] + ("0" if expected[at] != "0" else "1") + expected[at + 1 :]
        assert not is_signed(signature=other, **recipe)


@pytest.mark.shared
def test_a_published_callback_is_opened(vectors):
    vector = vectors["wecom-aes-echostr"]
    receiver = vector["expected_receive_id"]

    opened = open_wecom(vector["encoding_aes_key"], vector["encrypt"], receiver)
    assert opened.decode() == vector["expected_msg"]


def test_pairs_are_in_the_order_of_code_points_without_what_is_not_signed():
    params = {"b": "2", "a": "1", "B": "3", "sign": "x", "empty": "", "_": "4"}

    assert sorted_pairs(params, without=["sign"]) == "B3_4a1b2"
    assert sorted_pairs(params, equals="=", between="&", without=["sign"], empty=True) == (
        "B=3&_=4&a=1&b=2&empty="
    )


def test_a_body_is_named_by_its_hash_and_parts_end_with_newlines():
    assert body_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert lines("1", "", "{}") == "1\n\n{}\n"
