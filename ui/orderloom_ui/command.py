"""``orderloom serve``: keep a flow going and show how it stands."""

from pathlib import Path

import click

from orderloom.app.keeping import kept_going
from orderloom.app.lookout import Lookout
from orderloom.cli.bilingual import command, option
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
@environment_option
@format_option
@pass_terminal
def serve(
    terminal: Terminal, folder: Path, *, store: str | None, port: int, environment: str | None
) -> None:
    """Serve the status page of the flow in ``folder``."""
    url = writable_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with free_socket(port) as bound, kept_going(folder, url, environment) as keeper:
        token = terminal.settings.metrics_token
        lookout = Lookout(keeper.current, lambda: keeper.ticked_at, token, is_local=True)
        app = create_app(keeper.status, lookout, terminal.language)
        serve_until_stopped(app, bound, lambda address: _tell(terminal, address))


def _tell(terminal: Terminal, address: str) -> None:
    if terminal.wants_json:
        terminal.document({"address": address})
        return
    page = {
        "en": f"status page: {address} (Ctrl-C stops)",
        "zh": f"状态页面：{address}（Ctrl-C 停止）",
    }
    terminal.say(page[terminal.language])
