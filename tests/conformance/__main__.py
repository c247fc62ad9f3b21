"""Bring the ledger up to date: ``python -m tests.conformance [PART]``.

Entries stay as long as their key stands where they say; for keys without one, whose text contains
PART, what holds them is sought. Prints each key that was sought, and the table of all.
"""

import sys

from tests.conformance import ledger
from tests.conformance.schema_keys import documented_keys
from tests.conformance.survey import searched, stands, uses_in
from tests.conformance.table import table

from orderloom.yaml_tests.suite import flows_below


def main() -> int:
    """Seek, print, write."""
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    keys = {str(key): key for key in documented_keys()}
    known = {key: each for key, each in ledger.entries().items() if key in keys and stands(each)}
    sought = {key for name, key in keys.items() if only in name and name not in known}
    used = uses_in(flows_below(ledger.FLOWS))
    for key in sorted(sought - used.keys()):
        _say(f"unused  {key}")
    for key, entry in searched({key: used[key] for key in sought & used.keys()}):
        if entry is None:
            _say(f"unseen  {key}")
        else:
            known[str(key)] = entry
            ledger.write(known.values())
            _say(f"held    {key!s:<44} {entry.noticed} in {entry.flow}")
    _say(table(keys, known))
    ledger.write(known.values())
    return int(bool(keys.keys() - known.keys()))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
