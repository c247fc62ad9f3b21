"""Selections that a person writes, against a flow that is compiled already."""

from dataclasses import dataclass, replace

from orderloom.compiler.build.select import build_select
from orderloom.compiler.load import CheckedFlow
from orderloom.compiler.node import ListNode, MapNode, Node, ScalarNode
from orderloom.compiler.resolve.findings import Findings
from orderloom.definition.select import Select
from orderloom.diagnostics import Place
from orderloom.errors import DefinitionInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asks for, as they wrote it; empty or None: not said.

    ``seed`` is a text, so that the same one draws the same records; ``option`` is the one under
    which ``where`` was written.
    """

    record: str
    where: str = ""
    order_by: tuple[str, ...] = ()
    take: int | None = None
    sample: int | None = None
    seed: str = ""
    option: str = "--over"


def selection(checked: CheckedFlow, question: Question) -> Select:
    """Compile what is asked for; places are within the text, under the name of the option.

    Raises:
        DefinitionInvalid: It means nothing in this flow, or the flow has errors.
    """
    if checked.draft is None or checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    findings = Findings()
    draft = replace(checked.draft, findings=findings)
    select = build_select(draft, _node(question))
    if select is None or findings.has_errors():
        raise DefinitionInvalid(findings.all())
    return select


def _node(question: Question) -> MapNode:
    entries: dict[str, Node] = {"record": _scalar("record", question.record)}
    if question.where:
        entries["where"] = _scalar(question.option, question.where)
    if question.order_by:
        words = tuple(_scalar("--order-by", each) for each in question.order_by)
        entries["order_by"] = ListNode(words, words[0].place)
    numbers = {"take": question.take, "sample": question.sample}
    for name, number in numbers.items():
        if number is not None:
            entries[name] = _scalar(f"--{name}", str(number))
    if question.seed:
        entries["seed"] = _scalar("--seed", question.seed)
    keys = {name: _scalar(name, name) for name in entries}
    return MapNode(entries=entries, keys=keys, place=Place(question.option, 1))


def _scalar(option: str, text: str) -> ScalarNode:
    """Give a text as if it stood alone in a file that is called like the option."""
    columns: list[tuple[int, int]] = []
    line, column = 1, 1
    for character in text:
        columns.append((line, column))
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    columns.append((line, column))
    end = column if line == 1 else 0
    return ScalarNode(text, Place(option, 1, 1, end), style="literal", columns=columns)
