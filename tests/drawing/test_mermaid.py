"""No text breaks out of its label, whatever stands in it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drawing.grammar import texts
from tests.drawing.hostile import TEXTS

from orderloom.app.mermaid import MOST_SHOWN, Diagram, diagram_text, label, page_text
from orderloom.app.naming import readable

MERMAID = os.environ.get("ORDERLOOM_MERMAID")
"""A folder whose node_modules hold `mermaid` and `jsdom`; see parse.mjs."""


def machine(text):
    safe = label(text)
    lines = [f'state "{safe}" as s_style', "[*] --> s_style", f"s_style --> s_style : {safe}"]
    return diagram_text(text, "stateDiagram-v2", [*lines, f"s_style : {safe}"])


def tree(text):
    safe = label(text)
    lines = [f'n1(["{safe}"])', f'n2{{"{safe}"}}', f'n3["{safe}"]', f'n2 -->|"{safe}"| n3']
    return diagram_text(text, "flowchart TD", lines)


def seen(text):
    shown = readable(text).strip() or "–"
    return shown if len(shown) <= MOST_SHOWN else shown[: MOST_SHOWN - 1] + "…"


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_texts_are_seen_as_they_are(text):
    assert texts(machine(text)) == [seen(text)] * 3
    assert texts(tree(text)) == [seen(text)] * 4


@given(st.text())
def test_any_text_is_seen_as_it_is(text):
    assert texts(machine(text)) == [seen(text)] * 3
    assert texts(tree(text)) == [seen(text)] * 4


@given(st.text())
def test_a_title_is_read_back_as_it_was(text):
    title = machine(text).splitlines()[1].removeprefix("title: ")
    assert json.loads(title) == readable(text)


def test_a_page_fences_every_diagram_and_no_title_ends_a_fence():
    source = machine("```")
    page = page_text([Diagram(definition="machine/a", title="# ```\n<b>", text=source)])
    heading, _, name, _, *fenced = page.splitlines()
    assert heading == "## \\# \\`\\`\\` \\<b\\>"
    assert name == "`machine/a`"
    assert fenced == ["```mermaid", *source.splitlines(), "```"]


@pytest.mark.skipif(MERMAID is None, reason="ORDERLOOM_MERMAID names no folder with the library")
def test_the_library_itself_reads_every_diagram_and_nothing_more_than_its_texts(tmp_path):
    script = tmp_path / "parse.mjs"
    shutil.copy(Path(__file__).with_name("parse.mjs"), script)
    (tmp_path / "node_modules").symlink_to(Path(MERMAID) / "node_modules")
    sources = [draw(text) for text in TEXTS for draw in (machine, tree)]
    done = subprocess.run(
        ["node", script.name],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=120,
    )
    read = json.loads(done.stdout)
    assert [each["kind"] for each in read] == ["stateDiagram", "flowchart-v2"] * len(TEXTS)
    assert [each["nodes"] for each in read] == [2, 3] * len(TEXTS)
    for source, each in zip(sources, read, strict=True):
        assert [seen(text) for text in each["texts"]] == texts(source), source
