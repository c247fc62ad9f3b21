"""Who does not see a record does nothing to it: it is as if it were not there."""

import pytest
from tests.cli.program import call
from tests.sight.conftest import KEY  # noqa: F401


def asked(shop, *arguments, who):
    return call(*arguments, "--as", who, "--flow", shop, "--format", "json")


@pytest.mark.parametrize(
    "arguments",
    [
        ("fire", "jd/1", "pay"),
        ("change", "jd/1", "--set", "address=elsewhere"),
        ("play", "jd/1", "seen"),
        ("unhold", "jd/1", "look", "--why", "checked"),
        ("undo", "jd/1"),
    ],
)
def test_what_is_not_seen_is_not_there(shop, arguments):
    hidden = asked(shop, *arguments, who="clerk/li")
    unknown = asked(shop, *(each.replace("jd/1", "jd/99") for each in arguments), who="clerk/li")
    assert hidden.document["error"]["code"] == unknown.document["error"]["code"] == "OL649"
    assert hidden.code == unknown.code != 0
    assert hidden.out.replace("jd/1", "jd/99") == unknown.out


def test_by_its_own_id_it_is_not_there_either(shop):
    listed = call("records", "order", "--flow", shop, "--format", "json").document["records"]
    hidden = next(each["id"] for each in listed if "jd" in str(each))
    assert asked(shop, "fire", hidden, "pay", who="clerk").document["error"]["code"] == "OL649"


def test_what_is_seen_is_done(shop):
    assert asked(shop, "fire", "tmall/2", "pay", who="clerk/li").document["outcome"] == "applied"
    assert asked(shop, "fire", "jd/1", "pay", who="lead/bo").document["outcome"] == "applied"
