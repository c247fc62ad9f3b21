"""What an adapter of the hostile-input corpus is asked, and what it answers.

An adapter is a module ``tests/corpus/adapt_<kind>.py`` with a function ``judge(case: Case) ->
Judgement`` that puts one case through the product's own door and says what the product did. It does
not compare the verdict or the place with what the corpus expects: the runner does. Only ``expect``,
whose meaning differs by kind, is compared by the adapter, which says the difference in ``differs``.

An exception that leaves ``judge`` counts as the product's crash. Before the first case is timed the
runner judges one ``accept`` case of the kind, so imports and caches are not billed to a case. Set
``STARTS_PROCESSES = True`` in the module where the product itself works in a child process, and
``CALLS = frozenset({(address, port)})`` where a case may connect to these, and to no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ACCEPT = "accept"
REJECT = "reject"
NEUTRALISE = "neutralise"
NOT_YET = "not expressible yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of the corpus.

    Attributes:
        id: Such as ``p-expr-001``.
        kind: ``expr``, ``tmpl``, ``def``, ``payload``, ``archive`` …
        family: The kind of attack; ``control`` for what must not be blocked.
        verdict: ``accept``, ``reject`` or ``neutralise``.
        also_ok: Other verdicts that are right too.
        locus: Where an error must point (``line``, ``path``, ``pointer``, ``byte``); empty for
            anywhere.
        body: The input, as bytes.
        suffix: Of the case's file, with its point: ``.json`` or ``.yaml``; empty when generated.
        facts: The whole entry of the index: ``data``, ``channel``, ``mapping``, ``expect`` …
        folder: The corpus' folder, for ``contexts`` and companions.
    """

    id: str
    kind: str
    family: str
    verdict: str
    also_ok: tuple[str, ...]
    locus: Mapping[str, object]
    body: bytes
    suffix: str
    facts: Mapping[str, object]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the product did with a case.

    Attributes:
        verdict: ``accept`` (ran, as any good input), ``reject`` (refused before it took effect) or
            ``neutralise`` (taken as data, or the run ended in a fault of our own). ``NOT_YET``
            where the product has no such construct yet; its name is in ``code``.
        code: Our code of the first fault, for the table's reader.
        place: Where our error points, by any of ``line`` (in the case's own text), ``path``,
            ``pointer``, ``byte``, or another word where the corpus has none. A tuple where
            several errors are told at once, each with its spot.
        differs: Empty, or how the result differs from the case's ``expect``.
        said: Everything that reached a reader: results, errors, previews; searched for the canary.
    """

    verdict: str
    code: str = ""
    place: Mapping[str, object] = field(default_factory=dict)
    differs: str = ""
    said: str = ""


class Adapter(Protocol):
    """A module that judges the cases of one kind."""

    def judge(self, case: Case) -> Judgement:
        """Put one case through the product."""
        ...
