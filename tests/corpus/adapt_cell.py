"""Cells of the corpus, written into a file for a spreadsheet and read back."""

import csv
import io
from datetime import date
from decimal import Decimal

from tests.corpus.contract import ACCEPT, NEUTRALISE, Case, Judgement

from orderloom.flow.cells import GUARD, read_rows, write_rows

# What a spreadsheet calculates, by its first character, wherever it cuts a line into cells.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TYPED = {"2026-01-05": date.fromisoformat, "-199.90": Decimal}


def judge(case: Case) -> Judgement:
    """Write a value beside two others, as its column's type where it is no text, and read it."""
    text = case.body.decode()
    value = _TYPED.get(text, str)(text)
    file = write_rows([{"no": "A-1", "value": value, "more": "x"}])
    [row] = read_rows(file)
    wrong = [] if row == {"no": "A-1", "value": text, "more": "x"} else [f"it is read as {row}"]
    _, cells = csv.reader(io.StringIO(file, newline=""))
    if len(cells) != 3:
        wrong.append(f"it makes {len(cells)} cells")
    is_text = isinstance(value, str)
    if is_text and cells[1].lstrip(' \u200b"').startswith(_CALCULATED):
        wrong.append("a spreadsheet would calculate it")
    if not is_text and cells[1].startswith(GUARD):
        wrong.append("a number is no number any more")
    verdict = ACCEPT if case.family == "control" else NEUTRALISE
    return Judgement(verdict=verdict, differs="; ".join(wrong), said=file)
