"""The catalogue and the code agree: what is emitted is explained, what is explained is tested."""

import re
from pathlib import Path

from orderloom import expression
from orderloom.codes.expression import CODES

HERE = Path(__file__).parent
CODE = re.compile(r"OL3\d\d")


def _codes_in(paths):
    return {code for path in paths for code in CODE.findall(path.read_text("utf-8"))}


def test_every_emitted_code_is_in_the_catalogue():
    sources = Path(expression.__file__).parent.rglob("*.py")

    assert _codes_in(sources) == {code.id for code in CODES}


def test_every_code_is_expected_by_a_test():
    expected = _codes_in([*HERE.glob("*.jsonl"), *HERE.glob("test_*.py")])

    assert {code.id for code in CODES} - expected == set()
