"""Definitions of the corpus' dialect v0: translated line by line with their defect, and checked.

``defs/lines.yaml`` says how a line of v0 is written in our language, ``defs/cases.yaml`` what
single cases need besides, and what our kinds cannot express yet.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from tests.corpus.contract import ACCEPT, NEUTRALISE, NOT_YET, REJECT, Case, Judgement

from orderloom.codes.render import to_text
from orderloom.compiler.load import CheckedFlow, check_flow
from orderloom.definition.connector import ConnectorShape
from orderloom.definition.flow import Flow
from orderloom.flow.command import Observe, Origin
from orderloom.flow.record import identity_key
from orderloom.kernel.instants import next_instant
from orderloom.kernel.interpreter import decide
from orderloom.kernel.program import Program
from orderloom.testing.memory import MemoryView

_NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
_DEFS = Path(__file__).with_name("defs")
_CONNECTORS = {
    "http": ConnectorShape(id="http", needs=("url", "secret")),
    "bot": ConnectorShape(id="bot", needs=("url", "secret"), media=("chat",)),
}
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ENVIRONMENT = re.compile(r"^environment: (.*?)\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Translation:
    """Our text of a case, and for each of its lines the line of v0 that it stands for."""

    text: str
    lines: Sequence[int]


def judge(case: Case) -> Judgement:
    """Translate the definitions, check them, and take one order if they are right."""
    needs = _cases().get(case.id, {})
    if "not_yet" in needs:
        return Judgement(verdict=NOT_YET, code=needs["not_yet"])
    raw = case.body
    encoding = "utf-16" if raw.startswith(_MARKS) else "utf-8"
    body = raw.decode(encoding)
    ours = _translate(body, needs.get("instead", {}), needs.get("counts_as", {}))
    with TemporaryDirectory() as folder:
        Path(folder, "flow.yaml").write_bytes(ours.text.encode(encoding))
        Path(folder, "beside.yaml").write_bytes((_DEFS / "beside.yaml").read_bytes())
        named = _ENVIRONMENT.search(body)
        environment = None if named is None else named[1]
        checked = check_flow(Path(folder), environment=environment, connectors=_CONNECTORS)
    if checked.flow is None:
        return _refused(checked, ours)
    judged = _run(checked.flow, ours, needs.get("kept", {}))
    return _due(checked.flow, judged, needs) if "due" in needs else judged


@cache
def _cases() -> Mapping[str, Any]:
    cases: Mapping[str, Any] = yaml.safe_load((_DEFS / "cases.yaml").read_text("utf-8"))
    return cases


@cache
def _lines() -> Sequence[tuple[re.Pattern[str], str]]:
    pairs = yaml.safe_load((_DEFS / "lines.yaml").read_text("utf-8"))
    return [(re.compile(theirs), ours) for theirs, ours in pairs]


def _translate(body: str, instead: Mapping[int, str], counts_as: Mapping[int, int]) -> _Translation:
    """Write v0 as ours; byte order mark and ends of lines stay."""
    mark = body[:1] if body.startswith("\ufeff") else ""
    end = "\r\n" if "\r\n" in body else "\n"
    written: list[str] = []
    origins: list[int] = []
    for number, line in enumerate(body.removeprefix(mark).split(end), 1):
        text = instead[number] if number in instead else _ours(line)
        for each in text.split("\n") if text else ():
            written.append(each)
            origins.append(counts_as.get(number, number))
    return _Translation(mark + end.join(written) + end, origins)


@lru_cache(maxsize=1_000)
def _ours(line: str) -> str:
    line = line.replace("order.", "") if "{{" in line or " if: " in line else line
    for theirs, ours in _lines():
        found = theirs.fullmatch(line)
        if found is not None:
            return found.expand(ours)
    return line


def _refused(checked: CheckedFlow, ours: _Translation) -> Judgement:
    errors = [each for each in checked.diagnostics if each.severity == "error"]
    said = "\n".join(
        to_text(each, checked.sources.get(each.place.file), "en") for each in checked.diagnostics
    )
    here = [each.place.line for each in errors if each.place.file.endswith("flow.yaml")]
    return Judgement(verdict=REJECT, code=errors[0].code, place=_place(here, ours), said=said)


def _place(here: Sequence[int], ours: _Translation) -> Mapping[str, object]:
    return {"line": tuple(ours.lines[line - 1] for line in here if line <= len(ours.lines))}


def _run(flow: Flow, ours: _Translation, kept: Mapping[str, str]) -> Judgement:
    """Take an order and a change of it, on which the rules have something to do."""
    if kept:
        odd = {path: str(_at(flow, path)) for path in kept}
        differs = "" if odd == kept else f"{odd} is not {kept}"
        return Judgement(verdict=NEUTRALISE, differs=differs, said=str(odd))
    program, view = Program(flow, {}), MemoryView()
    said = ""
    for quantity in (2, 3):
        decision = decide(program, view, _order(flow, quantity))
        said += str(decision)
        if decision.outcome == "refused":
            causes = [each.cause for each in decision.reasons if each.cause is not None]
            place = _place([each.place.line for each in causes], ours)
            return Judgement(verdict=REJECT, code=decision.reasons[0].code, place=place, said=said)
        view.apply(decision)
    return Judgement(verdict=ACCEPT, said=said)


def _due(flow: Flow, judged: Judgement, needs: Mapping[str, Any]) -> Judgement:
    """Hold when schedules are due against when the case wants it."""
    differs = [
        f"{name}: {due.isoformat()} is not {wanted}"
        for name, instants in needs["due"].items()
        for after, wanted in instants.items()
        if (due := next_instant(flow.schedules[name], _instant(after))) != _instant(wanted)
    ]
    verdict = NEUTRALISE if needs.get("stated") else judged.verdict
    return replace(judged, verdict=verdict, differs="; ".join(differs))


def _instant(said: str | datetime) -> datetime:
    """Read an instant; YAML took those for instants that it knows the form of."""
    return (datetime.fromisoformat(said) if isinstance(said, str) else said).astimezone(UTC)


def _order(flow: Flow, quantity: int) -> Observe:
    values = {"channel": "jd", "external_id": "J1", "qty": quantity}
    values |= {"amount": Decimal(100), "discount": Decimal(90)}
    key = identity_key([values[name] for name in flow.records["order"].identity])
    origin = Origin(f"m{quantity}", 1, "/", "jd")
    return Observe(origin, _NOW, "jd_order", "order", key, values)


def _at(flow: object, path: str) -> object:
    for part in path.split("."):
        flow = flow[part] if isinstance(flow, Mapping) else getattr(flow, part)
    return flow
