"""Holding expectations against what there is and what happened."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from orderloom.app.viewing import looking_on
from orderloom.definition.common import Condition
from orderloom.definition.test import Counted, Expect, That
from orderloom.diagnostics import Diagnostic, Place
from orderloom.expression.compiled import Compiled, EvaluationFault
from orderloom.flow.record import Record
from orderloom.flow.surroundings import Surroundings
from orderloom.yaml_tests.asking import actor_of
from orderloom.yaml_tests.failing import Difference, Failure
from orderloom.yaml_tests.showing import shown
from orderloom.yaml_tests.stage import Stage

MOST_NEARBY = 10


class Item(NamedTuple):
    """One thing that an expectation looks at, and what people call it.

    ``whole`` is a record as it is, where ``values`` are what somebody sees of it.
    """

    label: str
    values: Mapping[str, Any]
    parts: Mapping[str, Any]
    whole: Mapping[str, Any] | None = None

    def get(self, path: str) -> object:
        """Give a part or a value, or what stands at a path inside it; None when nothing does."""
        name, *inside = path.split(".")
        found: object = self.parts[name] if name in self.parts else self.values.get(name)
        for key in inside:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found


def unmet(stage: Stage, step: Expect) -> list[Failure]:
    """Give every expectation of a step that is not met."""
    failures: list[Failure] = []
    for expectation in step.expectations:
        try:
            if isinstance(expectation, That):
                failures += _against_that(stage, expectation.condition)
            else:
                failures += _against_counted(stage, expectation)
        except EvaluationFault as error:
            place = step.place if isinstance(expectation, That) else expectation.place
            fault = error.fault
            failures.append(Failure(finding=_finding(fault.code, place, **fault.facts)))
    return failures


def _finding(code: str, place: Place, **facts: str) -> Diagnostic:
    return Diagnostic(code=code, place=place, facts=facts)


def _against_that(stage: Stage, condition: Condition) -> list[Failure]:
    around = stage.around()
    verdict = condition.compiled.evaluate({}, around)
    if verdict is True:
        return []
    code = "OL802" if verdict is None else "OL801"
    finding = _finding(code, condition.place, condition=condition.compiled.text)
    nearby = (*_reads(condition.compiled, {}, around, stage), *_refusals(stage))
    return [Failure(finding=finding, nearby=nearby)]


def _against_counted(stage: Stage, expected: Counted) -> list[Failure]:
    items = list(_items(stage, expected))
    around = stage.around()
    fitting = [item for item in items if _fits(item, expected.where, around)]
    if expected.count != len(fitting) and (expected.count is not None or not fitting):
        finding = _finding(
            "OL806" if expected.count is None else "OL803",
            expected.place,
            what=expected.name,
            expected=str(expected.count),
            found=str(len(fitting)),
        )
        seen = fitting if expected.count is not None and len(fitting) > expected.count else items
        nearby = tuple(_nearby(stage, seen[:MOST_NEARBY], expected, around))
        return [Failure(finding=finding, nearby=nearby + _refusals(stage))]
    differences = tuple(_differences(stage, fitting, expected, around))
    if not differences:
        return []
    finding = _finding("OL807", expected.place, what=expected.name)
    return [Failure(finding=finding, differences=differences)]


def _items(stage: Stage, expected: Counted) -> Iterable[Item]:
    """Give what is counted: of the last step only, when that was asked for."""
    chronicle = stage.chronicle
    since = chronicle.step if expected.last else -1
    if expected.kind == "record":
        found = stage.records(expected.name)
        came = [each for each in found if chronicle.created.get(each.id, -1) >= since]
        yield from _records(stage, came, expected.actor)
        return
    for happening in chronicle.of(expected.kind, expected.name):
        if happening.step >= since:
            yield Item(happening.name, happening.values, happening.parts)


def _records(stage: Stage, records: Iterable[Record], who: str | None) -> Iterable[Item]:
    """Give records as they are, or those that somebody sees, as they are shown."""
    if who is None:
        yield from (Item(_label(each), stage.seen_now(each), {}) for each in records)
        return
    with looking_on(stage.app, actor_of(stage, who)) as eyes:
        for record in records:
            glimpse = eyes.glimpse(record)
            if glimpse is not None:
                whole = stage.seen_now(record)
                yield Item(_label(record), glimpse.shown(whole), {}, whole)


def _label(record: Record) -> str:
    return f"{record.type} {record.key}"


def _fits(item: Item, where: Condition | None, around: Surroundings) -> bool:
    if where is None:
        return True
    around.event = item.parts
    values = item.values if item.whole is None else item.whole
    return where.compiled.evaluate(values, around) is True


def _differences(
    stage: Stage, items: Iterable[Item], expected: Counted, around: Surroundings
) -> Iterable[Difference]:
    for name, value in expected.has:
        wanted = value.of({}, around)
        for item in items:
            found = item.get(name)
            if not (same(wanted, found) or _is_written(wanted, found, stage.flow.zone)):
                yield Difference(
                    item=item.label,
                    name=name,
                    expected=shown(wanted, stage.flow.zone),
                    found=shown(found, stage.flow.zone),
                )


def _is_written(wanted: object, found: object, zone: str) -> bool:
    """Say whether a word is how a value of undeclared type is written: 3 is, and true."""
    if not isinstance(wanted, str) or found is None or isinstance(found, str):
        return False
    return shown(found, zone) == wanted


def same(one: object, other: object) -> bool:
    """Say whether two values are one for a person: 1 and 1.0 are, empty and missing too."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(a, b) for a, b in pairs)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = {*one, *other}
        return all(same(one.get(name), other.get(name)) for name in names)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        return one == other
    return type(one) is type(other) and one == other


def _nearby(
    stage: Stage, items: Iterable[Item], expected: Counted, around: Surroundings
) -> Iterable[str]:
    """Tell the items that there are, each with what the condition read of it."""
    for item in items:
        told = ", ".join(_told(stage, item, expected.where, around))
        yield f"{item.label}: {told}" if told else item.label


def _told(stage: Stage, item: Item, where: Condition | None, around: Surroundings) -> Iterable[str]:
    if where is not None:
        around.event = item.parts
        return _reads(where.compiled, item.values, around, stage)
    zone = stage.flow.zone
    return [f"{name} = {shown(item.parts[name], zone)}" for name in _TELLING if name in item.parts]


_TELLING = ("to", "text", "reasons", "reason", "was", "is", "transition")
"""Parts of happenings worth telling when no condition says which are."""


def _reads(
    compiled: Compiled, values: Mapping[str, Any], around: Surroundings, stage: Stage
) -> tuple[str, ...]:
    return tuple(
        f"{read.path} = {shown(read.value(values, around), stage.flow.zone)}"
        for read in compiled.reads
    )


def _refusals(stage: Stage) -> tuple[str, ...]:
    """Tell what the last step was refused: often that is why."""
    chronicle = stage.chronicle
    return tuple(
        f"✗ {each.name}: {'; '.join(each.parts['reasons'])}"
        for each in chronicle.happenings
        if each.kind == "refused" and each.step == chronicle.step
    )
