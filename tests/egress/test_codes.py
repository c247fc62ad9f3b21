"""The catalogue and the way out agree: what is emitted is explained and tested."""

import re
from pathlib import Path

from orderloom import cli, egress
from orderloom.codes.egress import CODES

HERE = Path(__file__).parent
CODE = re.compile(r"OL8[56]\d")


def _codes_in(paths):
    return {code for path in paths for code in CODE.findall(path.read_text("utf-8"))}


def test_every_emitted_code_is_in_the_catalogue():
    folders = (Path(package.__file__).parent for package in (egress, cli))
    sources = (path for folder in folders for path in folder.rglob("*.py"))

    assert _codes_in(sources) == {code.id for code in CODES}


def test_every_code_is_expected_by_a_test():
    tests = [*HERE.glob("test_*.py"), *(HERE.parent / "cli").glob("test_*.py")]
    expected = _codes_in(tests)

    assert {code.id for code in CODES} - expected == set()
