"""``records``: list records, with the eyes of a role if that is wanted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from orderloom.app.acting import viewer
from orderloom.app.checking import check_folder
from orderloom.app.listing import Listing, listing
from orderloom.app.naming import Naming, readable
from orderloom.app.portrait import Portrait
from orderloom.cli.bilingual import command, option
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    environment_option,
    flow_option,
    format_option,
    pass_terminal,
    store_option,
    viewer_option,
)
from orderloom.cli.terminal import Terminal
from orderloom.cli.working import tell_unclear
from orderloom.codes.model import Wording
from orderloom.compiler.asking import Question, selection
from orderloom.definition.flow import Flow
from orderloom.expression.data import write_value

_NONE = Wording("no record", "没有记录")
_MORE = Wording("… and {number} more", "……另有 {number} 条")


@command(
    "records",
    en="List the records of a TYPE with their values; sensitive ones are masked.\n"
    "With --as only what that role sees, as it is shown to it.",
    zh="列出某一 TYPE 的记录及其值；敏感值脱敏显示。\n使用 --as 时只显示该角色可见的内容。",
)
@click.argument("record_type", metavar="TYPE")
@viewer_option
@option(
    "--where",
    metavar="WHERE",
    default="",
    en="Those of which this condition is true. For a role, what it does not see in the clear is "
    "missing.",
    zh="仅列出符合此条件的记录。对角色而言，不能明文看到的值视为缺失。",
)
@option(
    "--order-by",
    metavar="FIELD",
    multiple=True,
    en="In this order; -FIELD descending. May be given several times.",
    zh="按此字段排序，-FIELD 为降序；可多次给出。",
)
@option(
    "--take",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    en="At most so many; 100 unless said.",
    zh="最多列出此数量，默认 100。",
)
@flow_option
@store_option()
@environment_option
@format_option
@pass_terminal
def records(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    record_type: str,
    *,
    who: str | None,
    where: str,
    order_by: Sequence[str],
    take: int | None,
    folder: Path,
    store: str | None,
    environment: str | None,
) -> None:
    """List records."""
    with opened(terminal, folder, store, environment) as app:
        by = viewer(app, who)
        question = Question(
            record=record_type, where=where, order_by=tuple(order_by), take=take, option="--where"
        )
        tell_unclear(app, by, record_type, " ".join((where, *order_by)), terminal)
        found = listing(app, selection(check_folder(folder, app.flow.environment), question), by)
        if terminal.wants_json:
            terminal.document(_document(record_type, found))
            return
        for line in _lines(found, app.flow, record_type, terminal):
            terminal.show(line)


def _document(record_type: str, found: Listing) -> dict[str, object]:
    return {
        "type": record_type,
        "number": found.number,
        "records": [
            {**each.document(), "fields": write_value(each.values)} for each in found.records
        ],
    }


def _lines(found: Listing, flow: Flow, record_type: str, terminal: Terminal) -> Iterator[str]:
    naming = Naming(flow, terminal.language, record_type)
    if not found.records:
        yield terminal.words(_NONE)
    for each in found.records:
        yield "  ".join(_head(naming, each))
        for name, value in each.fields.items():
            yield f"  {naming.field(name)}: {readable(value)}"
    if found.number > len(found.records):
        yield terminal.words(_MORE, number=f"{found.number - len(found.records):,}")


def _head(naming: Naming, each: Portrait) -> Iterator[str]:
    yield f"{naming.record(each.shape.id)} {readable(each.key)}"
    for field, state in each.states.items():
        yield f"{field} {naming.state(each.shape.state_fields[field], state)}"
    yield from (f"#{readable(tag)}" for tag in each.tags)
    yield from (f"⏸{readable(hold)}" for hold in each.holds)
