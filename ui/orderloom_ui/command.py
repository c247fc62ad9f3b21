"""``orderloom serve``: keep a flow going and show how it stands."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import click

from orderloom.app.keeping import kept_going, reopening
from orderloom.app.looking import Window
from orderloom.app.status import Status
from orderloom.cli.bilingual import command, option
from orderloom.cli.leash import interrupted_by_term, leash_option, put_on_leash
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import writable_store
from orderloom.cli.terminal import Terminal
from orderloom_ui.pages import create_app
from orderloom_ui.serving import free_socket, serve_until_stopped


@command(
    "serve",
    en="Poll all connections, deliver what waits, and show how the flow stands, until Ctrl-C.\n"
    "The page answers on this computer only.",
    zh="轮询所有连接、投递待发内容并展示流程状态，直到按 Ctrl-C。\n页面仅供本机访问。",
)
@flow_argument
@store_option()
@option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    metavar="N",
    en="Port of the page, 8000 unless said; the next free one if it is taken.",
    zh="页面端口，默认 8000；被占用时取下一个空闲端口。",
)
@option(
    "--only-page",
    is_flag=True,
    en="Only show how it stands: other processes do the work.",
    zh="仅展示状态：由其他进程处理。",
)
@leash_option
@environment_option
@format_option
@pass_terminal
def serve(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    store: str | None,
    port: int,
    only_page: bool,
    leashed: bool,
    environment: str | None,
) -> None:
    """Serve the status page of the flow in ``folder``."""
    if leashed:
        put_on_leash()
    url = writable_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    shown = _looked_at if only_page else _kept_going
    with (
        interrupted_by_term(),
        free_socket(port) as bound,
        shown(folder, url, environment) as status,
    ):
        app = create_app(status, terminal.language)
        serve_until_stopped(app, bound, partial(_tell, terminal, leashed=leashed))


@contextmanager
def _kept_going(folder: Path, url: str, environment: str | None) -> Iterator[Callable[[], Status]]:
    with kept_going(folder, url, environment) as keeper:
        yield keeper.status


@contextmanager
def _looked_at(folder: Path, url: str, environment: str | None) -> Iterator[Callable[[], Status]]:
    reopen = reopening(folder, url, environment)
    with reopen() as app, closing(Window(app, reopen)) as window:
        yield window.status


def _tell(terminal: Terminal, address: str, *, leashed: bool) -> None:
    if terminal.wants_json or leashed:
        terminal.document({"address": address}, indent=None)
        return
    page = {
        "en": f"status page: {address} (Ctrl-C stops)",
        "zh": f"状态页面：{address}（Ctrl-C 停止）",
    }
    terminal.say(page[terminal.language])
