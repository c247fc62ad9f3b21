"""``python -m tests.corpus [KIND …]``: how the product does on the hostile-input corpus."""

import sys
from collections.abc import Sequence

from tests.conftest import SHARED
from tests.corpus.contract import NOT_YET
from tests.corpus.table import HEAD, Answer, is_green, judge_kind, kinds, table_rows


def main(wanted: Sequence[str]) -> int:
    """Print the table and every case that went wrong; 0 when all is green."""
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        sys.stderr.write("the corpus is expected in ../shared/corpus, which is not there\n")
        return 2
    answers = {kind: judge_kind(kind, corpus) for kind in wanted or kinds()}
    rows = [HEAD]
    for kind, some in answers.items():
        rows += table_rows(kind, some)
    for row in rows:
        sys.stdout.write(f"{row[0]:<9}{row[1]:<12}{'':1}{''.join(f'{c:>12}' for c in row[2:])}\n")
    for some in answers.values():
        report(some)
    is_quick = not any(answer.slow for some in answers.values() for answer in some)
    return 0 if is_quick and all(is_green(some) for some in answers.values()) else 1


def report(answers: Sequence[Answer]) -> None:
    """Name what is wrong or not located, case by case, and what cannot be said yet."""
    later: dict[str, list[str]] = {}
    for answer in answers:
        if answer.verdict == NOT_YET:
            later.setdefault(answer.code, []).append(answer.id)
    for construct, ids in later.items():
        sys.stdout.write(f"{NOT_YET}: {construct} ({len(ids)}): {' '.join(ids)}\n")
    for answer in answers:
        if answer.wrong:
            sys.stdout.write(f"{answer.id} {answer.family}: {'; '.join(answer.wrong)}\n")
        if answer.located is False:
            sys.stdout.write(f"{answer.id} {answer.family}: refused elsewhere ({answer.code})\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
