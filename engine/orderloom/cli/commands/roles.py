"""``roles``: who sees what, as a flow says."""

from collections.abc import Iterator
from pathlib import Path

import click

from orderloom.app.checking import check_folder
from orderloom.app.naming import Naming, readable
from orderloom.app.who_sees import Seen, seen_by
from orderloom.cli.bilingual import command
from orderloom.cli.options import environment_option, flow_argument, format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.definition.flow import Flow
from orderloom.definition.role import Role
from orderloom.errors import DefinitionInvalid

_INCLUDES = Wording(" (includes {roles})", "（包含{roles}）")
_NOTHING = Wording("  sees nothing", "  看不到任何记录")
_SEES = Wording(
    "  {record}: {fields}{where}{sensitive}{by}", "  {record}：{fields}{where}{sensitive}{by}"
)
_ALL = Wording("all fields", "全部字段")
_NO_FIELDS = Wording("no fields", "不显示字段")
_WHERE = Wording(", where {condition}", "，条件 {condition}")
_BY = Wording(" (by {role})", "（来自{role}）")
_MANNERS = {
    "mask": Wording("; masked: {names}", "；脱敏：{names}"),
    "clear": Wording("; in the clear: {names}", "；明文：{names}"),
    "hide": Wording("; hidden: {names}", "；隐藏：{names}"),
}


@command(
    "roles",
    en="Say who sees what: for each role, or the one of that name, which records, which fields,\n"
    "and how sensitive ones are shown; what included roles see is among it.",
    zh="说明谁能看到什么：按角色（或指定角色）列出可见的记录、字段，\n"
    "以及敏感字段如何显示；所包含角色可见的内容也在内。",
)
@flow_argument
@click.argument("role", metavar="[ROLE]", required=False)
@environment_option
@format_option
@pass_terminal
def roles(terminal: Terminal, folder: Path, role: str | None, *, environment: str | None) -> None:
    """Tell what roles see."""
    checked = check_folder(folder, environment or terminal.settings.environment)
    if checked.flow is None:
        raise DefinitionInvalid(checked.diagnostics)
    flow = checked.flow
    told = seen_by(flow, role)
    if terminal.wants_json:
        terminal.document({"roles": [_document(flow.roles[each], seen) for each, seen in told]})
        return
    for each, seen in told:
        for line in _lines(flow, flow.roles[each], seen, terminal):
            terminal.show(line)


def _document(role: Role, seen: list[Seen]) -> dict[str, object]:
    return {
        "role": role.id,
        "title": None if role.title is None else dict(role.title),
        "includes": sorted(role.includes - {role.id}),
        "sees": [each.document() for each in seen],
    }


def _lines(flow: Flow, role: Role, seen: list[Seen], terminal: Terminal) -> Iterator[str]:
    naming = Naming(flow, terminal.language, "")
    others = [naming.role(each) for each in sorted(role.includes - {role.id})]
    more = terminal.words(_INCLUDES, roles=", ".join(others)) if others else ""
    yield f"{naming.role(role.id)}{more}"
    if not seen:
        yield terminal.words(_NOTHING)
    for each in seen:
        yield _line(Naming(flow, terminal.language, each.record), role, each, terminal)


def _line(naming: Naming, role: Role, seen: Seen, terminal: Terminal) -> str:
    names = [naming.field(each) for each in seen.fields or ()]
    fields = ", ".join(names) or terminal.words(_NO_FIELDS)
    hidden = ", ".join(naming.field(each) for each in seen.sensitive_fields)
    facts = {
        "record": naming.record(seen.record),
        "fields": terminal.words(_ALL) if seen.fields is None else fields,
        "where": terminal.words(_WHERE, condition=readable(seen.where)) if seen.where else "",
        "sensitive": terminal.words(_MANNERS[seen.sensitive], names=hidden) if hidden else "",
        "by": "" if seen.role == role.id else terminal.words(_BY, role=naming.role(seen.role)),
    }
    return terminal.words(_SEES, **facts)
