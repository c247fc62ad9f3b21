"""``demo``: run the example shop on real orders and live platforms, and serve its status page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from orderloom.app.application import open_application
from orderloom.app.inputs import Inputs, pollable
from orderloom.app.traffic import Traffic, traffic_of
from orderloom.cli.bilingual import command, option
from orderloom.cli.commands.sandbox import FIRST_PORT, variables
from orderloom.cli.demo_shop import ENVIRONMENT, Shop, fresh_shop, point_at
from orderloom.cli.options import format_option, pass_terminal, store_option
from orderloom.cli.stores import store_url
from orderloom.cli.terminal import Terminal
from orderloom.cli.working import work
from orderloom.codes.model import Wording
from orderloom.plugins import load_sandbox
from orderloom.ports import RunningSandbox
from orderloom.runtime.clock import SystemClock

_WHERE = Wording("flow:  {folder}\nstore: {store}", "流程：{folder}\n存储：{store}")
_TRAFFIC = Wording(
    "{connection}: {received} received, {sent} sent", "{connection}：收到 {received}，发出 {sent}"
)
_SEED = 1


@command(
    "demo",
    en="Run the example shop on more than a thousand real orders from files, and on invented ones "
    "that it pulls from the sandbox's platforms and ships; then serve its status page.\n"
    "Every run begins with a new store, so that it always shows the same.",
    zh="用一千多张真实订单（文件）以及从沙箱平台拉取并发货的虚构订单运行示例店铺，然后提供状态页面。\n"
    "每次运行都从新的存储开始，结果始终一致。",
)
@option("--once", is_flag=True, en="Stop after the summary.", zh="输出汇总后即结束。")
@option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    metavar="N",
    en="Port of the status page, 8000 unless said; the next free one if it is taken.",
    zh="状态页面的端口，默认 8000；被占用时取下一个空闲端口。",
)
@store_option()
@format_option
@pass_terminal
@click.pass_context
def demo(
    context: click.Context, terminal: Terminal, *, once: bool, port: int, store: str | None
) -> None:
    """Run the demo."""
    with fresh_shop(SystemClock().now()) as shop, _platforms(shop):
        url = store_url(store or str(shop.store), shop.folder)
        with open_application(shop.folder, url, environment=ENVIRONMENT) as app:
            inputs = [Inputs(connection=name) for name in pollable(app.flow)]
            work(app, inputs, terminal, lambda: {"connections": traffic_of(app)})
            traffic = traffic_of(app)
        if not terminal.wants_json:
            _tell(traffic, terminal)
        terminal.say(terminal.words(_WHERE, folder=shop.folder, store=url))
        if not once:
            _serve(context, shop, url, port)


@contextmanager
def _platforms(shop: Shop) -> Iterator[RunningSandbox]:
    """Start the sandbox's platforms, and let the shop's live connections lead to them."""
    sandbox = load_sandbox()
    with sandbox.open(tuple(sandbox.names), SystemClock(), _SEED, FIRST_PORT) as running:
        point_at(shop, {each.connector: each.url for each in running.places})
        # Secrets are looked up where every installation's are: in this program's environment.
        secrets = variables(running.places)
        os.environ.update(secrets)
        try:
            yield running
        finally:
            for name in secrets:
                os.environ.pop(name, None)


def _tell(traffic: Traffic, terminal: Terminal) -> None:
    for name, numbers in traffic.items():
        terminal.show(terminal.words(_TRAFFIC, connection=name, **numbers))


def _serve(context: click.Context, shop: Shop, url: str, port: int) -> None:
    """Hand over to ``serve``, which the UI's package brings.

    It speaks on stderr: the answer, maybe JSON, was the summary.
    """
    context.ensure_object(Terminal).wants_json = False
    group = context.find_root().command
    assert isinstance(group, click.Group)  # noqa: S101 - commands stand in one
    _, serve, _ = group.resolve_command(context.find_root(), ["serve"])
    assert serve is not None  # noqa: S101 - resolve_command raises instead
    context.invoke(serve, folder=shop.folder, store=url, port=port, environment=ENVIRONMENT)
