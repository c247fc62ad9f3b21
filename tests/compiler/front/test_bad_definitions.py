"""Every fault of YAML and of form is told in full, in both languages, where it stands."""

from pathlib import Path

import pytest

from orderloom.codes.definition_front import CODES
from orderloom.codes.render import to_text
from orderloom.compiler.files import read_flow
from orderloom.compiler.schema import check

BAD = Path(__file__).parents[2] / "definitions" / "bad" / "front"
FAULTS = sorted(folder.name for folder in BAD.iterdir() if folder.is_dir())
LANGUAGES = ("en", "zh")
# A summary without a place, and faults too large or too odd to be kept as files: see
# test_reading_limits.py.
WITHOUT_FILE = {"OL001", "OL003", "OL005", "OL006", "OL008", "OL034", "OL035", "OL138"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_definition_is_explained(fault, language, monkeypatch, request):
    monkeypatch.chdir(BAD / fault)
    expected = Path(f"expected.{language}.txt")
    told = explain(language)
    if request.config.getoption("--update"):
        expected.write_text(told, encoding="utf-8", newline="\n")
    assert told == expected.read_text(encoding="utf-8")


def test_every_code_has_a_bad_definition():
    told = "".join(
        (BAD / fault / "expected.en.txt").read_text(encoding="utf-8") for fault in FAULTS
    )
    missing = {code.id for code in CODES if f"[{code.id}]" not in told}
    assert missing == WITHOUT_FILE


def explain(language):
    """Give all findings of the files here; a lone definition needs no flow around it."""
    flow = read_flow(Path())
    found = [*flow.diagnostics, *(each for document in flow.documents for each in check(document))]
    if Path("definition.yaml").exists():
        found = [each for each in found if each.code != "OL002"]
    order = {str(path): index for index, path in enumerate(flow.sources)}
    found.sort(key=lambda each: (order.get(each.place.file, -1), each.place))
    return "".join(to_text(each, flow.text_of(each.place.file), language) + "\n" for each in found)
