"""What tests found, for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from orderloom.app.naming import readable
from orderloom.cli.findings import findings_text
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.codes.render import to_json, to_text
from orderloom.definition.common import title_text
from orderloom.yaml_tests.coverage import KINDS, Coverage
from orderloom.yaml_tests.failing import Failure
from orderloom.yaml_tests.suite import FlowResult, TestResult

MOST_MISSING = 5

_PASSED = Wording("passed  {id}  ({ms} ms)", "通过  {id}  （{ms} 毫秒）")
_FAILED = Wording("FAILED  {id}", "失败  {id}")
_EXAMPLE = Wording("  example {number}:", "  示例 {number}：")
_DIFFERENCE = Wording("    - expected  {name}: {value}", "    - 期望  {name}：{value}")
_FOUND = Wording("    + found     {name}: {value}", "    + 实际  {name}：{value}")
_TOTAL = Wording("{passed} passed, {failed} failed", "通过 {passed}，失败 {failed}")
_REACHED = Wording("reached: {parts}", "覆盖：{parts}")
_NOT_REACHED = Wording("  not reached, {kind}: {names}", "  未覆盖的{kind}：{names}")
_KINDS = {
    "states": Wording("states", "状态"),
    "transitions": Wording("transitions", "流转"),
    "branches": Wording("branches", "分支"),
    "rules": Wording("rules", "规则"),
    "playbooks": Wording("playbooks", "预案"),
    "schedules": Wording("schedules", "定时计划"),
}


def has_failed(result: FlowResult) -> bool:
    """Say whether a test failed or the flow could not be compiled."""
    return bool(result.diagnostics) or any(test.failures for test in result.tests)


def report_document(results: Sequence[FlowResult], language: str) -> dict[str, object]:
    """Give ``tests passed failed coverage diagnostics``; ``coverage`` is by flow folder."""
    tests = [test for result in results for test in result.tests]
    return {
        "tests": [_test_document(test, language) for test in tests],
        "passed": sum(not test.failures for test in tests),
        "failed": sum(bool(test.failures) for test in tests),
        "coverage": {
            str(result.folder): result.coverage.document()
            for result in results
            if result.coverage is not None
        },
        "diagnostics": [
            to_json(each, language) for result in results for each in result.diagnostics
        ],
    }


def _test_document(test: TestResult, language: str) -> dict[str, object]:
    told: dict[str, object] = {
        "id": test.id,
        "file": test.file,
        "passed": not test.failures,
        "ms": test.milliseconds,
    }
    if test.failures:
        told["failures"] = [_failure_document(each, language) for each in test.failures]
    return told


def _failure_document(failure: Failure, language: str) -> dict[str, object]:
    return {
        "example": failure.example or None,
        **to_json(failure.finding, language),
        "differences": [
            {"item": each.item, "name": each.name, "expected": each.expected, "found": each.found}
            for each in failure.differences
        ],
        "nearby": list(failure.nearby),
    }


def report_lines(results: Sequence[FlowResult], terminal: Terminal) -> Iterator[str]:
    """Tell every test, every failure with its differences, and what was not reached."""
    for result in results:
        yield str(result.folder)
        if result.diagnostics:
            yield findings_text(result.diagnostics, terminal.language)
        for test in result.tests:
            yield from _test_lines(test, terminal)
        if result.coverage is not None and result.tests:
            yield from _coverage_lines(result.coverage, terminal)
        yield ""
    tests = [test for result in results for test in result.tests]
    failed = sum(bool(test.failures) for test in tests)
    yield terminal.words(_TOTAL, passed=len(tests) - failed, failed=failed)


def _test_lines(test: TestResult, terminal: Terminal) -> Iterator[str]:
    title = readable(title_text(test.title, terminal.language))
    name = f"{test.id}  {title}" if title else test.id
    if not test.failures:
        yield terminal.words(_PASSED, id=name, ms=f"{test.milliseconds:.0f}")
        return
    yield terminal.words(_FAILED, id=name)
    source = cache(_source)
    for failure in test.failures:
        if failure.example:
            yield terminal.words(_EXAMPLE, number=failure.example)
        text = to_text(failure.finding, source(failure.finding.place.file), terminal.language)
        yield from (f"  {line}" for line in text.splitlines())
        yield from _difference_lines(failure, terminal)
        yield from (f"    {line}" for line in failure.nearby)


def _difference_lines(failure: Failure, terminal: Terminal) -> Iterator[str]:
    item = None
    for each in failure.differences:
        if each.item != item:
            item = each.item
            yield f"  {item}"
        yield terminal.words(_DIFFERENCE, name=each.name, value=each.expected)
        yield terminal.words(_FOUND, name=each.name, value=each.found)


def _coverage_lines(coverage: Coverage, terminal: Terminal) -> Iterator[str]:
    kinds = [kind for kind in KINDS if coverage.all[kind]]
    yield terminal.words(_REACHED, parts=", ".join(_counts(coverage, kinds, terminal)))
    for kind in kinds:
        missing = coverage.missing(kind)
        if missing:
            names = ", ".join(missing[:MOST_MISSING])
            more = " …" if len(missing) > MOST_MISSING else ""
            told = terminal.words(_KINDS[kind])
            yield terminal.words(_NOT_REACHED, kind=told, names=names + more)


def _counts(coverage: Coverage, kinds: Iterable[str], terminal: Terminal) -> Iterator[str]:
    for kind in kinds:
        reached = len(coverage.all[kind] & coverage.reached[kind])
        yield f"{terminal.words(_KINDS[kind])} {reached}/{len(coverage.all[kind])}"


def _source(file: str) -> str | None:
    try:
        return Path(file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
