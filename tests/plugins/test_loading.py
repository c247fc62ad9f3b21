"""Whatever is wrong with a package, it is named with its group, and harms nothing beside it."""

import pytest
from tests.plugins.packages import loaded, offer

from orderloom.plugins.extending import ACTIONS, CODECS, FUNCTIONS

GROUPS = (ACTIONS, CODECS, FUNCTIONS)
SOUND = """
from orderloom.ports.actions import Outcome, PluginAction
from orderloom.ports.codecs import Codec, CodecRow
from orderloom.ports.functions import ExpressionFunction

SOUND = {
    "orderloom.actions": PluginAction(name="sound", takes={"type": "object"}, gives={}, en="a",
        zh="b", run=lambda given, record, now: Outcome()),
    "orderloom.codecs": Codec(name="sound", en="a", zh="b",
        read=lambda body: [CodecRow(raw={}, where="1")]),
    "orderloom.functions": ExpressionFunction(name="sound", takes=(), gives="text", en="a",
        zh="b", run=lambda: "x"),
}
ACTION, CODEC, FUNCTION = SOUND.values()
"""
NAMES = {ACTIONS: "ACTION", CODECS: "CODEC", FUNCTIONS: "FUNCTION"}


@pytest.fixture
def sound(tmp_path, monkeypatch):
    """Offer one of each group that is as it should be."""
    (tmp_path / "sound_package.py").write_text(SOUND, encoding="utf-8")
    (tmp_path / "breaking_package.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return [offer("sound", f"sound_package:{NAMES[group]}", group=group) for group in GROUPS]


def names(extensions):
    return [list(each) for each in (extensions.actions, extensions.formats, extensions.functions)]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("no_such:THING", "cannot be loaded: ModuleNotFoundError: No module named 'no_such'"),
        ("breaking_package:THING", "cannot be loaded: ZeroDivisionError: division by zero"),
        ("json:dumps", "declares something impossible: function"),
    ],
)
def test_a_broken_one_is_named_and_the_others_work(value, said, group, sound):
    found, told = loaded(*sound, offer("odd", value, group=group))
    assert names(found) == [["sound"]] * 3
    assert told == [f"'odd' of orderloom-extra 1.2 ({group}) {said}"]
    broken = (found.broken_actions, found.broken_formats, found.broken_functions)
    assert list(broken[GROUPS.index(group)]) == ["odd"]


@pytest.mark.parametrize("group", GROUPS)
def test_one_that_two_packages_offer_is_used_from_neither(group, sound):
    value = f"sound_package:{NAMES[group]}"
    found, told = loaded(*sound, offer("sound", value, group=group, package="zz-other"))
    expected = [["sound"], ["sound"], ["sound"]]
    expected[GROUPS.index(group)] = []
    assert names(found) == expected
    assert told == [f"'sound' ({group}) is offered by orderloom-extra 1.2 and by zz-other 1.2"]


@pytest.mark.parametrize("group", GROUPS)
def test_a_package_that_is_found_twice_is_one(group, sound):
    again = offer("sound", f"sound_package:{NAMES[group]}", group=group)
    found, told = loaded(*sound, again)
    assert names(found) == [["sound"]] * 3
    assert told == []
