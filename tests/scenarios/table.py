"""The page that lists all scenarios, made of their flows: ``python -m tests.scenarios.table``.

Folders named as arguments are played again, and those that have no row yet; the other rows stay.
Without any, all are played.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from orderloom.yaml_tests.suite import FlowResult, run_flow

SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"
PAGE = SCENARIOS / "README.md"
_HEAD = """\
# Scenarios

Small flows, each about one thing that must be right, with figures that stand exactly at the
limits: one second, one cent, one piece before, at and after. Each is definitions alone, and brings
its tests along (`kind: test`), played in virtual time:

```console
$ orderloom test examples/scenarios
```

Numbered input files are worked in their order. This page is made of the flows, of their opening
comments and of what their tests say: `python -m tests.scenarios.table [FOLDER...]`.

| id | title | 标题 | what it shows | flow | tests | state |
|-|-|-|-|-|-|-|
"""


class Played(NamedTuple):
    """How many tests of a flow passed, of how many."""

    passed: int
    of: int


def played(result: FlowResult) -> Played:
    """Count what came of a flow's tests; of a flow that does not compile, none was played."""
    return Played(sum(not test.failures for test in result.tests), len(result.tests))


def folders() -> list[str]:
    """Give the names of all scenarios: by letter, then by number."""
    return sorted((main.parent.name for main in SCENARIOS.glob("*/flow.yaml")), key=_order)


def page(rows: Iterable[str]) -> str:
    """Give the whole page."""
    return _HEAD + "".join(f"{row}\n" for row in rows)


def row(name: str, state: Played) -> str:
    """Give the line of one scenario."""
    text = (SCENARIOS / name / "flow.yaml").read_text("utf-8")
    title = next(yaml.load_all(text, yaml.BaseLoader)).get("title", {})
    good = state.of and state.passed == state.of
    cells = (
        _id(name),
        title.get("en", ""),
        title.get("zh", ""),
        _opening(text),
        f"[`{name}`]({name})",
        ", ".join(_tests(name)),
        "passes" if good else f"**{state.passed} of {state.of} pass**",
    )
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def written_rows() -> Mapping[str, str]:
    """Give the rows that stand in the page now, by folder."""
    lines = PAGE.read_text("utf-8").splitlines()
    found = ((re.search(r"\| \[`(\w+)`\]", line), line) for line in lines)
    return {name[1]: line for name, line in found if name}


def _order(name: str) -> tuple[str, int, str]:
    letter, number = name[0], re.match(r"\d+", name[1:])
    return letter, int(number[0]) if number else 0, name


def _id(name: str) -> str:
    return name.partition("_")[0].upper()


def _opening(text: str) -> str:
    """Give the comment that a flow's file begins with, without the scenario's number."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").rstrip())
    said = re.sub(r"^[A-Z]\d+\S*: +", "", " ".join(lines))
    return said[:1].upper() + said[1:]


def _tests(name: str) -> Iterable[str]:
    """Give the links to a scenario's tests: definitions of its own, and programs over sockets."""
    for file in sorted((SCENARIOS / name).rglob("*.yaml")):
        if count := len(re.findall(r"^kind: test$", file.read_text("utf-8"), re.MULTILINE)):
            path = file.relative_to(SCENARIOS).as_posix()
            yield f"[{file.name}]({path}) ({count})"
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        if f'{name}"' in file.read_text("utf-8"):
            yield f"[{file.name}](../../tests/scenarios/{file.name})"


def _main(names: list[str]) -> int:
    written = {} if not names else written_rows()
    rows = {}
    for name in folders():
        if name in names or name not in written:
            rows[name] = row(name, played(run_flow(SCENARIOS / name)))
            sys.stdout.write(f"{rows[name]}\n")
        else:
            rows[name] = written[name]
    PAGE.write_text(page(rows.values()), encoding="utf-8", newline="\n")
    return int(any(not each.endswith("| passes |") for each in rows.values()))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
