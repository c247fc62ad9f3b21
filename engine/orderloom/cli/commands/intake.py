"""``intake``: take what platforms send by themselves; show and replay what was not believed."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from socket import socket as Socket  # noqa: N812 - the option has the name

import click

from orderloom.app.application import open_application
from orderloom.app.keeping import reopening
from orderloom.cli.bilingual import SpeakingGroup, command, option
from orderloom.cli.failures import PROBLEM, error_text
from orderloom.cli.leash import leash_option, put_on_leash
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    Function,
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import writable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.flow.webhook import Refusal
from orderloom.intake.binding import bound

_OPEN = Wording("{address}: open (Ctrl-C stops)", "{address}：已开放（Ctrl-C 停止）")
_CLOSED = Wording(
    "{address}: closed, no address in this environment", "{address}：关闭，此环境中没有地址"
)
_REFUSED = Wording(
    "{id} {connection}.{stream} {at} ×{times}, {bytes} bytes: {reason}",
    "{id} {connection}.{stream} {at} ×{times}，{bytes} 字节：{reason}",
)
_NONE = Wording("no webhook is refused", "没有被拒绝的回调")
_REPLAYED = Wording("{taken} taken, {left} still refused", "已接收 {taken} 条，仍被拒绝 {left} 条")

intake = SpeakingGroup("intake", words=Wording("Receive webhooks.", "接收回调（webhook）。"))


def _connection(function: Function) -> Function:
    return option(
        "--connection",
        metavar="ID",
        en="Of this connection only.",
        zh="仅限该连接。",
    )(function)


def listen_options(function: Function) -> Function:
    """Add ``--listen``, ``--public`` and ``--url``."""
    for add in reversed((_listen, _public, _url)):
        function = add(function)
    return function


def _listen(function: Function) -> Function:
    return option(
        "--listen",
        metavar="HOST:PORT",
        default="127.0.0.1:8090",
        en="Where to listen; port 0 takes any that is free.",
        zh="监听地址；端口 0 表示任意空闲端口。",
    )(function)


def _public(function: Function) -> Function:
    return option(
        "--public",
        is_flag=True,
        en="Listen at an address that others can reach. Streams that nothing verifies are refused.",
        zh="监听他人可访问的地址；未写 verify 的数据流将被拒绝。",
    )(function)


def _url(function: Function) -> Function:
    return option(
        "--url",
        metavar="URL",
        en="The address by which platforms know this machine, which some of them sign.",
        zh="平台所知的本机网址；部分平台会对其签名。",
    )(function)


@command(
    "serve",
    en="Receive the webhooks of the flow in DIR, and keep it going as 'serve' does, until Ctrl-C.\n"
    "Each stream that says webhook: true answers at /webhooks/CONNECTION/STREAM.",
    zh="接收 DIR 中流程的回调，并像 serve 一样推动流程，直到按 Ctrl-C。\n"
    "写有 webhook: true 的数据流在 /webhooks/连接/数据流 应答。",
)
@flow_argument
@listen_options
@option(
    "--socket",
    type=int,
    hidden=True,
    en="Descriptor of a socket that is bound already.",
    zh="已绑定的套接字描述符。",
)
@leash_option
@store_option()
@environment_option
@format_option
@pass_terminal
def serve(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    listen: str,
    public: bool,
    url: str | None,
    socket: int | None,
    leashed: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Serve the webhooks of the flow in ``folder``."""
    from orderloom.intake.serving import doors_at  # noqa: PLC0415 - uvicorn takes a while
    from orderloom.intake.serving import serve as serve_until_stopped  # noqa: PLC0415

    if leashed:
        put_on_leash()
    where = writable_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with (
        closing(Socket(fileno=socket) if socket else bound(listen, public=public)) as listener,
        open_application(folder, where, environment=environment) as app,
    ):
        doors = doors_at(app, listener, may_be_none=leashed)
        host, port = listener.getsockname()[:2]
        base = (url or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")
        addresses = [(f"{base}{path}", door.is_here) for path, door in doors.items()]
        reopen = reopening(folder, where, environment)
        tell = partial(_tell, terminal, addresses, leashed=leashed)
        serve_until_stopped(app, listener, doors, base, tell, reopen)


def _tell(terminal: Terminal, addresses: Sequence[tuple[str, bool]], *, leashed: bool) -> None:
    if terminal.wants_json or leashed:
        found = [{"address": address, "open": is_open} for address, is_open in addresses]
        terminal.document({"webhooks": found}, indent=None)
        return
    for address, is_open in addresses:
        terminal.say(terminal.words(_OPEN if is_open else _CLOSED, address=address))


@command(
    "refused",
    en="List webhooks that could not be believed. What they say is not shown.",
    zh="列出未能通过校验的回调；不显示其内容。",
)
@flow_argument
@_connection
@store_option()
@environment_option
@format_option
@pass_terminal
def refused(
    terminal: Terminal,
    folder: Path,
    *,
    connection: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """List the refused webhooks of the flow in ``folder``."""
    with opened(terminal, folder, store, environment) as app:
        found = app.stores.refusals.kept(connection)
    if terminal.wants_json:
        terminal.document({"refused": [_document(each) for each in found]})
        return
    for each in found:
        terminal.show(_line(each, terminal))
    if not found:
        terminal.show(terminal.words(_NONE))


@command(
    "replay",
    en="Check refused webhooks anew, and take those that are believed now.",
    zh="重新校验被拒绝的回调，接收现在通过的那些。",
)
@flow_argument
@_connection
@store_option()
@environment_option
@format_option
@pass_terminal
def replay(
    terminal: Terminal,
    folder: Path,
    *,
    connection: str | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Replay the refused webhooks of the flow in ``folder``."""
    from orderloom.intake.replaying import replay as replayed  # noqa: PLC0415 - as above

    with opened(terminal, folder, store, environment) as app:
        found = replayed(app, connection)
    left = [each for each in found if each.error is not None]
    if terminal.wants_json:
        documents = [_document(each.refusal) for each in left]
        terminal.document({"taken": len(found) - len(left), "refused": documents})
    else:
        terminal.show(terminal.words(_REPLAYED, taken=len(found) - len(left), left=len(left)))
        for each in left:
            if each.error is not None:
                terminal.say(f"{each.refusal.id}: {error_text(each.error, terminal)}")
    if left:
        raise click.exceptions.Exit(PROBLEM)


for _each in (serve, refused, replay):
    intake.add_command(_each)


def _document(refusal: Refusal) -> dict[str, object]:
    return {
        "id": refusal.id,
        "connection": refusal.connection,
        "stream": refusal.stream,
        "code": refusal.code,
        "first_at": refusal.first_at.isoformat(),
        "last_at": refusal.last_at.isoformat(),
        "times": refusal.times,
        "bytes": len(refusal.arrival.body),
    }


def _line(refusal: Refusal, terminal: Terminal) -> str:
    return terminal.words(
        _REFUSED,
        id=refusal.id,
        connection=refusal.connection,
        stream=refusal.stream,
        at=refusal.last_at.isoformat(timespec="seconds"),
        times=refusal.times,
        bytes=len(refusal.arrival.body),
        reason=refusal.code,
    )
