"""Every fault is told in full, in both languages, where it stands."""

import shutil
from pathlib import Path

import pytest
from tests.compiler.back.shapes import CONNECTORS, EXTENSIONS

from orderloom.app.sheets import read_sheet
from orderloom.codes.definition_back import CODES
from orderloom.codes.render import to_text
from orderloom.compiler.load import check_flow

BAD = Path(__file__).parents[2] / "definitions" / "bad" / "back"
BASE = BAD / "base"
FAULTS = sorted(folder for folder in BAD.iterdir() if folder.is_dir() and folder != BASE)
LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_bad_definition_is_explained_in_both_languages(fault, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    told = explain(fault, Path("shop"))
    for language in LANGUAGES:
        expected = fault / f"expected.{language}.txt"
        if request.config.getoption("--update"):
            expected.write_text(told[language], encoding="utf-8")
        assert told[language] == expected.read_text(encoding="utf-8")


def test_the_definitions_around_the_faults_have_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert explain(BASE, Path("shop")) == {"en": "\n", "zh": "\n"}


@pytest.mark.parametrize("code", [code.id for code in CODES])
def test_every_code_has_a_bad_definition(code):
    told = [(fault / "expected.en.txt").read_text(encoding="utf-8") for fault in FAULTS]
    assert any(f"[{code}]" in text for text in told)


def explain(fault, folder):
    """Give all findings of the base with the fault's files laid over it, by language."""
    shutil.copytree(BASE, folder)
    for file in (*fault.glob("*.yaml"), *fault.glob("*.csv")):
        shutil.copy(file, folder)
    checked = check_flow(
        folder, connectors=CONNECTORS, read_sheet=read_sheet, extensions=EXTENSIONS
    )
    return {
        language: "\n".join(
            to_text(each, checked.sources.get(each.place.file), language)
            for each in checked.diagnostics
        )
        + "\n"
        for language in LANGUAGES
    }
