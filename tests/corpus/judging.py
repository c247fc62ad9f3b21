"""The child process that judges all cases of one kind: ``python -m tests.corpus.judging KIND DIR``.

Each answer is one line of JSON on stdout. A process apart, so that memory is measured without the
test runner's own, and a crash or a hang ends one kind and not the table.
"""

import json
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from tests.corpus.cases import read_cases
from tests.corpus.contract import ACCEPT, NOT_YET, REJECT, Adapter, Case, Judgement
from tests.corpus.watching import Watch

_CANARY = "CANARY"
_QUICK_MS = 250
_BIG_MS = 2_000
_BIG_BYTES = 1_000_000
_MOST_MB = 64
_TRIES = 3


def main(kind: str, folder: Path) -> None:
    """Judge the cases and print the answers."""
    adapter: Adapter = import_module(f"tests.corpus.adapt_{kind}")  # type: ignore[assignment]
    cases = [case for case in read_cases(folder) if case.kind == kind]
    watch = Watch(
        starts_processes=getattr(adapter, "STARTS_PROCESSES", False),
        calls=getattr(adapter, "CALLS", frozenset()),
    )
    warm_up(adapter, cases)
    for case in cases:
        line = json.dumps(answer(adapter, case, watch), ensure_ascii=False)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def warm_up(adapter: Adapter, cases: Iterable[Case]) -> None:
    """Have imports and caches done before anything is measured."""
    for case in cases:
        if case.verdict == ACCEPT:
            adapter.judge(case)
            return


def answer(adapter: Adapter, case: Case, watch: Watch) -> dict[str, object]:
    """Judge one case and say what is wrong with the judgement, if anything.

    A case that seems slow is judged again: a busy machine is no fault of the product.
    """
    found, crash = judged(adapter, case, watch)
    for _ in range(_TRIES - 1):
        if watch.milliseconds > limit_ms(case):
            found, crash = judged(adapter, case, watch)
    return {
        "id": case.id,
        "family": case.family,
        "wanted": case.verdict,
        "verdict": found.verdict,
        "code": found.code,
        "ms": round(watch.milliseconds, 2),
        "mb": round(watch.megabytes, 1),
        "located": is_located(case, found),
        "slow": watch.milliseconds > limit_ms(case),
        "wrong": [crash] if crash else [*faults(case, found), *costs(watch)],
    }


def judged(adapter: Adapter, case: Case, watch: Watch) -> tuple[Judgement, str]:
    """Judge one case once; with what got out of the adapter, if anything did."""
    with watch.watching():
        try:
            return adapter.judge(case), ""
        except Exception as error:  # noqa: BLE001 - whatever gets out is what is looked for
            return Judgement(verdict="crash"), f"{type(error).__name__}: {error}"[:200]


def limit_ms(case: Case) -> int:
    """Give how long a case may take."""
    return _BIG_MS if len(case.body) > _BIG_BYTES else _QUICK_MS


def faults(case: Case, found: Judgement) -> list[str]:
    """Say what the judgement itself has wrong."""
    wrong = []
    if found.verdict not in {case.verdict, *case.also_ok, NOT_YET}:
        wrong.append(f"is {found.verdict}, not {case.verdict}")
    if found.differs and found.verdict != REJECT:
        wrong.append(f"differs: {found.differs}")
    if _CANARY in found.said and _CANARY.encode() not in case.body:
        wrong.append("the canary got out")
    return wrong


def costs(watch: Watch) -> list[str]:
    """Say whether it took too much memory, and what was touched."""
    wrong = []
    if watch.megabytes > _MOST_MB:
        wrong.append(f"took {watch.megabytes:.0f} of {_MOST_MB} MB")
    return wrong + [f"touched {each}" for each in watch.touched]


def is_located(case: Case, found: Judgement) -> bool | None:
    """Say whether a refusal points where it should; None where nothing was to be refused."""
    if case.verdict != REJECT or found.verdict != REJECT:
        return None
    if not case.locus:
        return bool(found.place)
    return any(spot in _several(found.place.get(name)) for name, spot in case.locus.items())


def _several(spots: object) -> tuple[object, ...]:
    return spots if isinstance(spots, tuple) else (spots,)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
