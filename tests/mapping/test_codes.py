"""Every code of messages, items, plugins and delivery is used, and every one used is known."""

import re
from pathlib import Path

from orderloom.codes import running

ROOT = Path(__file__).parents[2]
USERS = (
    *(ROOT / "engine" / "orderloom" / "mapping").rglob("*.py"),
    *(ROOT / "connectors").rglob("*.py"),
    *(ROOT / "engine" / "orderloom" / "plugins").rglob("*.py"),
    ROOT / "engine" / "orderloom" / "app" / "library.py",
)


def test_codes_are_exactly_those_in_use():
    used = {code for file in USERS for code in re.findall(r"\bOL\d{3}\b", file.read_text("utf-8"))}
    assert used == {code.id for code in running.CODES}


def test_both_languages_name_the_same_facts():
    for code in running.CODES:
        for wording in (code.message, *code.hints):
            facts = dict.fromkeys(wording.needs(), "«fact»")
            en, zh = wording.fill(facts, "en"), wording.fill(facts, "zh")
            assert en.count("«fact»") == zh.count("«fact»"), code.id
            assert not en.endswith(".") and not zh.endswith("。"), code.id  # noqa: PT018
