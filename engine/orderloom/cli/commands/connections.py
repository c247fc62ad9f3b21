"""``connections``: how each connection of a flow stands."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from orderloom.app.application import open_application
from orderloom.app.failed_calls import shown_failures
from orderloom.app.naming import Naming, readable
from orderloom.app.standing import Standing, State, standing_of
from orderloom.cli.bilingual import command, option
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import readable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_STATES: Mapping[State, Wording] = {
    "unused": Wording("not used yet", "尚未使用"),
    "up": Wording("up", "正常"),
    "failing": Wording("failing", "失败中"),
    "down": Wording("down", "中断"),
    "empty": Wording("nothing new", "无数据"),
}
_LINE = Wording(
    "{name} ({connector}): {state}; {received} received, {sent} sent, {waiting} waiting, "
    "{failed} failed",
    "{name}（{connector}）：{state}；收到 {received}，发出 {sent}，待发 {waiting}，失败 {failed}",
)
_POLLED = Wording("  last polled {at}", "  最近拉取 {at}")
_ROW = Wording(
    "  {failures} polls failed in a row, {empties} were empty",
    "  连续失败 {failures} 次，连续为空 {empties} 次",
)
_RESTS = Wording(
    "  calls failed in a row: the others wait until {at}", "  连续调用失败：其余等待至 {at}"
)
_TOKEN = Wording("  token until {at}", "  令牌有效期至 {at}")
_FAILED = Wording(
    "  {at} {what} failed, {code}, {tries} times: {asked}",
    "  {at} {what} 失败，{code}，共 {tries} 次：{asked}",
)
_ANSWER = Wording("answer", "应答")
_REQUEST = Wording("request", "请求")
_NO_REQUEST = Wording("nothing was sent", "未发出请求")


@command(
    "connections",
    en="Say how each connection of the flow in DIR stands; nothing is asked of anybody.\n"
    "--failed shows the last requests that failed with their answers, secrets and people masked.",
    zh="说明 DIR 中流程的每个连接的状态；不向任何一方发出请求。\n"
    "--failed 显示最近失败的请求及其应答，密钥与个人信息已遮盖。",
)
@flow_argument
@option(
    "--failed",
    is_flag=True,
    en="Show what failed lately in full.",
    zh="完整显示最近的失败。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def connections(
    terminal: Terminal,
    folder: Path,
    *,
    failed: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Show how connections stand."""
    environment = environment or terminal.settings.environment
    with (
        readable_store(store or terminal.settings.store, folder) as url,
        open_application(folder, url, environment=environment) as app,
    ):
        found, zone = standing_of(app), ZoneInfo(app.flow.zone)
        naming = Naming(app.flow, terminal.language, "")
    if terminal.wants_json:
        terminal.document([_document(each, naming) for each in found])
    else:
        for each in found:
            _tell(each, zone, naming, terminal)
            for line in _failed(each, zone, terminal, is_whole=failed):
                terminal.show(line)


def _document(each: Standing, naming: Naming) -> dict[str, object]:
    return {
        "name": each.connection.id,
        "title": naming.connection(each.connection.id),
        "connector": each.connection.connector,
        "state": each.state,
        "polled_at": _instant(each.polled_at),
        "lag_s": each.lag_s,
        "failures": each.failures,
        "empties": each.empties,
        "token_until": _instant(each.token_until),
        "resting_until": _instant(each.resting_until),
        "streams": [
            {"name": one.name, "polled_at": _instant(one.polled_at), "cursor": one.cursor}
            for one in each.streams
        ],
        "failed_calls": shown_failures(each.failed_calls),
        **each.traffic,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _tell(each: Standing, zone: ZoneInfo, naming: Naming, terminal: Terminal) -> None:
    state = terminal.words(_STATES[each.state])
    name, title = each.connection.id, naming.connection(each.connection.id)
    told = name if title == name else f"{name} {title}"
    facts = {"name": told, "connector": each.connection.connector, "state": state}
    terminal.show(terminal.words(_LINE, **facts, **each.traffic))
    if each.polled_at is not None:
        terminal.show(terminal.words(_POLLED, at=_local(each.polled_at, zone)))
    if each.failures or each.empties:
        terminal.show(terminal.words(_ROW, failures=each.failures, empties=each.empties))
    if each.resting_until is not None:
        terminal.show(terminal.words(_RESTS, at=_local(each.resting_until, zone)))
    if each.token_until is not None:
        terminal.show(terminal.words(_TOKEN, at=_local(each.token_until, zone)))


def _failed(each: Standing, zone: ZoneInfo, terminal: Terminal, *, is_whole: bool) -> Iterator[str]:
    """Give what failed lately: all of it in full, or the last in one line."""
    for one in each.failed_calls if is_whole else each.failed_calls[-1:]:
        asked, said = one.request, one.answer
        to = terminal.words(_NO_REQUEST) if asked is None else f"{asked.method} {asked.url}"
        facts = {"at": _local(one.at, zone), "what": one.what, "code": one.code}
        line = terminal.words(_FAILED, **facts, tries=one.tries, asked=to)
        yield line if said is None else f"{line} → {said.status}"
        if is_whole and asked is not None:
            yield from _whole(terminal.words(_REQUEST), asked.headers, asked.body)
        if is_whole and said is not None:
            yield from _whole(terminal.words(_ANSWER), said.headers, said.body)


def _whole(what: str, headers: Mapping[str, str], body: str) -> Iterator[str]:
    yield f"    {what}"
    yield from (f"      {readable(f'{name}: {text}')}" for name, text in headers.items())
    yield from (f"      {readable(line)}" for line in body.splitlines())


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
