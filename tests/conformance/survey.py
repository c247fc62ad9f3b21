"""Which keys of the language the flows' tests hold: each taken away or changed must be noticed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.conformance.mutants import Definitions, Place
from tests.conformance.schema_keys import SchemaKey
from tests.conformance.trial import Verdict, verdict

MOST_TRIED = 5
"""Uses of a key that are tried until one is held by a test."""


class Finding(NamedTuple):
    """What became of a key: the best verdict on its uses, and the flow that gave it."""

    key: SchemaKey
    verdict: Verdict
    flow: str


class _Use(NamedTuple):
    folder: Path
    place: Place


def survey(folders: Iterable[Path], only: str = "") -> Iterator[Finding]:
    """Try every key that the flows use, in as many processes as there are processors.

    Args:
        folders: Of flows whose tests pass; the first that use a key are tried first.
        only: What a key's text must contain.
    """
    found = _uses(folders)
    wanted = {key: uses for key, uses in found.items() if only in str(key)}
    with ProcessPoolExecutor() as pool:
        yield from pool.map(_try, sorted(wanted.items()))


def _uses(folders: Iterable[Path]) -> Mapping[SchemaKey, list[_Use]]:
    found: dict[SchemaKey, list[_Use]] = defaultdict(list)
    for folder in folders:
        for key, place in Definitions(folder).places():
            found[key].append(_Use(folder, place))
    return found


def _try(used: tuple[SchemaKey, list[_Use]]) -> Finding:
    key, uses = used
    best = Finding(key, "unseen", "")
    for use in uses[:MOST_TRIED]:
        definitions = Definitions(use.folder)
        for text in (definitions.without(use.place), definitions.changed(use.place)):
            if text is None:
                continue
            found = verdict(use.folder, use.place.file, text)
            if found == "tested":
                return Finding(key, found, use.folder.name)
            if found == "checked":
                best = Finding(key, found, use.folder.name)
        if best.verdict == "checked":
            break  # what must be there once must be there everywhere
    return best
