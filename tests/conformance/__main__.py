"""Print which keys of the language are held by a flow's tests: ``python -m tests.conformance``."""

import sys
from collections import Counter
from pathlib import Path

from tests.conformance.schema_keys import documented_keys
from tests.conformance.survey import survey

from orderloom.yaml_tests.suite import flows_below

FLOWS = Path(__file__).parent / "flows"
SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"


def main() -> int:
    """Print a line for each key, then how many there are of each verdict."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    wanted = {key for key in documented_keys() if only in str(key)}
    counts: Counter[str] = Counter()
    seen = set()
    for finding in survey([*flows_below(FLOWS), *flows_below(SCENARIOS)], only):
        seen.add(finding.key)
        counts[finding.verdict] += 1
        _say(f"{finding.verdict:<8} {finding.key!s:<50} {finding.flow}")
    for key in sorted(wanted - seen):
        _say(f"unused   {key}")
    counts["unused"] = len(wanted - seen)
    _say(", ".join(f"{number} {name}" for name, number in counts.items()))
    return int(bool(counts["unseen"] or counts["unused"]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
