"""The corpus' table: each kind judged in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.cases import read_cases
from tests.corpus.contract import NOT_YET

ROOT = Path(__file__).resolve().parents[2]
_HANG_SECONDS = 100
LOCATED_SHARE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one case went; ``wrong`` is empty when all is right.

    ``slow``: it took longer than the corpus allows. The table counts it; a test that ran beside
    others would not be believed.
    """

    id: str
    family: str
    wanted: str
    verdict: str
    code: str
    ms: float
    mb: float
    located: bool | None
    slow: bool
    wrong: Sequence[str]


def kinds() -> list[str]:
    """List the kinds that have an adapter."""
    here = Path(__file__).parent
    return sorted(file.stem.removeprefix("adapt_") for file in here.glob("adapt_*.py"))


def judge_kind(kind: str, folder: Path) -> list[Answer]:
    """Judge every case of a kind; those after a crash or a hang of the process are wrong too."""
    command = [sys.executable, "-m", "tests.corpus.judging", kind, str(folder)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=_HANG_SECONDS, check=False
        )
        out, trouble = done.stdout, done.stderr.decode()[-300:]
    except subprocess.TimeoutExpired as hung:
        out, trouble = hung.stdout or b"", f"no answer in {_HANG_SECONDS} s"
    lines = [json.loads(line) for line in out.splitlines() if line.endswith(b"}")]
    found = {line["id"]: Answer(**line) for line in lines if "id" in line}
    return [
        found.get(case.id) or _unanswered(case.id, case.family, case.verdict, trouble)
        for case in read_cases(folder)
        if case.kind == kind
    ]


def _unanswered(name: str, family: str, wanted: str, trouble: str) -> Answer:
    return Answer(
        id=name, family=family, wanted=wanted, verdict="none", code="", ms=0, mb=0,
        located=None, slow=False, wrong=(f"the process ended without an answer: {trouble}",),
    )  # fmt: skip


def located_share(answers: Iterable[Answer]) -> tuple[int, int]:
    """Count the refusals that point where they should, and all that were to."""
    said = [answer.located for answer in answers if answer.located is not None]
    return sum(said), len(said)


def is_green(answers: Sequence[Answer]) -> bool:
    """Say whether every verdict is right and nearly every refusal is located."""
    located, of = located_share(answers)
    return not any(answer.wrong for answer in answers) and located >= LOCATED_SHARE * of


HEAD = (
    "kind",
    "verdict",
    "right",
    "wrong",
    "not yet",
    "located",
    "too slow",
    "slowest ms",
    "most MB",
)


def table_rows(kind: str, answers: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Give one row for each verdict wanted."""
    rows = []
    for verdict in sorted({answer.wanted for answer in answers}):
        some = [answer for answer in answers if answer.wanted == verdict]
        wrong = sum(bool(answer.wrong) for answer in some)
        later = sum(answer.verdict == NOT_YET for answer in some)
        located, of = located_share(some)
        slowest, most = max(answer.ms for answer in some), max(answer.mb for answer in some)
        share = f"{located}/{of}" if of else "–"
        right = len(some) - wrong - later
        slow = str(sum(answer.slow for answer in some))
        cells = (str(right), str(wrong), str(later), share, slow, f"{slowest:.1f}", f"{most:.1f}")
        rows.append((kind, verdict, *cells))
    return rows
