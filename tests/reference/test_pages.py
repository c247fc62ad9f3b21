"""The pages of the reference are those that schemas and code give, and their examples hold."""

import json
import re
from pathlib import Path

import pytest

from orderloom.compiler.schema import check
from orderloom.compiler.schema_files import read_schemas
from orderloom.compiler.yaml_tree import compose
from orderloom.expression.functions.table import functions
from orderloom.reference.examples import FUNCTIONS
from orderloom.reference.pages import all_pages
from orderloom.reference.shapes import Shapes

FOLDER = Path(__file__).parents[2] / "definitions" / "orderloom_definitions" / "reference"
SCHEMAS = read_schemas()
NOT_WRITTEN_ALONE = {"actions", "action", "choice", "later", "laters", "stock_line"}
VERBS = SCHEMAS["actions.json"]["$defs"]
STEPS = SCHEMAS["test.json"]["$defs"]


@pytest.fixture(scope="module")
def pages():
    return all_pages()


def test_the_pages_are_up_to_date(pages):
    written = {
        file.relative_to(FOLDER).as_posix(): file.read_text(encoding="utf-8")
        for file in FOLDER.rglob("*.md")
    }
    stale = [name for name in {*pages, *written} if pages.get(name) != written.get(name)]
    assert sorted(stale) == [], f"run: orderloom reference {FOLDER}"


def test_every_link_leads_to_a_heading(pages):
    broken = []
    for name, text in pages.items():
        for page, anchor in re.findall(r"\]\(([a-z]+)\.md(?:#([^)]*))?\)", text):
            there = pages[f"{name.partition('/')[0]}/{page}.md"]
            headings = re.findall(r"^## (.*)$", there, re.MULTILINE)
            if anchor and headings.count(_heading(anchor, headings)) != 1:
                broken.append((name, page, anchor))
    assert broken == []


def _heading(anchor, headings):
    slugs = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-"): each for each in headings}
    return slugs.get(anchor)


def test_every_function_is_shown(pages):
    assert FUNCTIONS.keys() == functions().keys()
    assert "|`days_between(paid_at, due)`|`26`|" in pages["en/functions.md"]
    assert '|`convert(amount, "USD")`|`USD 14.0000`|' in pages["zh/functions.md"]


@pytest.mark.parametrize("name", VERBS.keys() - NOT_WRITTEN_ALONE)
def test_an_action_is_shown_as_it_may_be_written(name):
    examples = VERBS[name]["examples"]
    playbook = {"kind": "playbook", "id": "p", "record": "order", "by": "lead", "do": examples}
    assert _findings(playbook) == []


@pytest.mark.parametrize("name", [each for each in STEPS if "examples" in STEPS[each]])
def test_a_step_is_shown_as_it_may_be_written(name):
    examples = STEPS[name]["examples"]
    steps = [{"expect": examples}] if name.startswith("expect_") else examples
    at = "2026-01-05T20:00+08:00"
    assert _findings({"kind": "test", "id": "t", "at": at, "steps": steps}) == []


def test_every_step_and_expectation_is_shown():
    named = [each for each in STEPS if each == "expect" or each.startswith("expect_")]
    named += [each["then"]["$ref"].rpartition("/")[2] for each in STEPS["step"]["allOf"]]
    assert [each for each in named if "examples" not in STEPS[each]] == []


def test_what_has_no_description_makes_no_page():
    shapes = Shapes({}, "en")
    with pytest.raises(KeyError):
        shapes.section("x", {"properties": {"y": {"x-title": {"en": "y"}}}}, "rule.json")


def _findings(definition):
    (document,), diagnostics = compose(json.dumps(definition, ensure_ascii=False), "x.yaml")
    return [(each.code, each.facts) for each in (*diagnostics, *check(document))]
