"""Which keys of the language are held: each taken away or changed must be noticed by something."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from tests.conformance.ledger import Entry
from tests.conformance.mutants import Definitions, Place
from tests.conformance.schema_keys import SchemaKey
from tests.conformance.trial import CHECK, UNSEEN, noticed

CHECKOUT = Path(__file__).parents[2]
MOST_PLACES = 24
"""Places of a key that are tried until something holds it there."""
MOST_WAYS = 4
"""Ways of changing it at each."""

Uses = list[tuple[Path, Place]]


def uses_in(folders: Iterable[Path]) -> Mapping[SchemaKey, Uses]:
    """Give where keys stand in flows; of one flow a few, of earlier flows first."""
    found: dict[SchemaKey, Uses] = defaultdict(list)
    for folder in folders:
        for key, place in Definitions(folder).places():
            found[key].append((folder, place))
    return found


def still_holds(entry: Entry) -> bool:
    """Say whether an entry's change is noticed, by what it says.

    Raises:
        LookupError: The key does not stand there any more.
    """
    folder = CHECKOUT / entry.flow
    definitions = Definitions(folder)
    for key, place in definitions.places():
        if (str(key), str(place)) == (entry.key, entry.place):
            text = next(islice(definitions.ways(key, place), entry.way, None))
            return noticed(folder, {place.file: text}, entry.noticed) == entry.noticed
    raise LookupError(entry.place)


def stands(entry: Entry) -> bool:
    """Say whether an entry's key stands where it says."""
    folder = CHECKOUT / entry.flow
    found = _places(folder) if folder.is_dir() else frozenset()
    return (entry.key, entry.place) in found


@cache
def _places(folder: Path) -> frozenset[tuple[str, str]]:
    return frozenset((str(key), str(place)) for key, place in Definitions(folder).places())


def searched(found: Mapping[SchemaKey, Uses]) -> Iterator[tuple[SchemaKey, Entry | None]]:
    """Seek what holds each key, in as many processes as there are processors."""
    with ProcessPoolExecutor() as pool:
        yield from zip(sorted(found), pool.map(_held, sorted(found.items())), strict=True)


def _held(used: tuple[SchemaKey, Uses]) -> Entry | None:
    """Give what holds a key: a test or a trip rather than the check alone."""
    key, uses = used
    best = None
    for folder, place in uses[:MOST_PLACES]:
        ways = islice(Definitions(folder).ways(key, place), MOST_WAYS)
        for number, text in enumerate(ways):
            by = noticed(folder, {place.file: text})
            flow = folder.relative_to(CHECKOUT).as_posix()
            entry = Entry(str(key), flow, str(place), number, by)
            if by not in (UNSEEN, CHECK):
                return entry
            if by == CHECK:
                best = best or entry
        if best is not None:
            break  # what must be there once must be there everywhere
    return best
