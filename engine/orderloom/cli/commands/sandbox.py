"""``sandbox up``: platforms on this machine, to play with and without an account."""

import json
from collections.abc import Mapping, Sequence
from threading import Event

import click

from orderloom.app.secrets import variable_of
from orderloom.cli.bilingual import SpeakingGroup, command, option
from orderloom.cli.options import format_option, pass_terminal
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError
from orderloom.names import nearest
from orderloom.plugins import load_sandbox
from orderloom.ports import RunningSandbox, SandboxPlace
from orderloom.runtime.clock import SystemClock

FIRST_PORT = 8801
SUFFIX = "_sandbox"
"""The secret of ``taobao`` is ``taobao_sandbox``."""

_PLACE = Wording("{connector}: {url}, {orders} orders", "{connector}：{url}，{orders} 张订单")
_QUIET = Wording("{connector}: {url}", "{connector}：{url}")
_USE = Wording(
    "in a connection:  environments: {{sandbox: {{url: …, secret: NAME_sandbox}}}}\n"
    "in the shell that runs the flow:",
    "连接中写：environments: {{sandbox: {{url: …, secret: 名称_sandbox}}}}\n运行流程的终端中执行：",
)
_STOP = Wording("Ctrl-C stops", "按 Ctrl-C 停止")
_ORDERED = Wording("{connector}: new order {number}", "{connector}：新订单 {number}")
_SHIPPED = Wording("{connector}: {number} parcels", "{connector}：{number} 个包裹")

sandbox = SpeakingGroup("sandbox", words=Wording("Play without accounts.", "无需账号即可试用。"))


@command(
    "up",
    en="Serve platforms on this computer, all of them or those named, until Ctrl-C.\n"
    "Each is as strict as its documents: signatures, clocks, pages. Its orders are invented.",
    zh="在本机运行各平台的模拟服务（全部或指定的），直到按 Ctrl-C。\n"
    "每个服务都与其文档一样严格：签名、时钟、分页。订单均为虚构。",
)
@click.argument("names", metavar="[NAME]…", nargs=-1)
@option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=FIRST_PORT,
    metavar="N",
    en="Port of the first, 8801 unless said; each further one takes the next free one. 0: any.",
    zh="第一个服务的端口，默认 8801；其余依次取下一个空闲端口。0 表示任意端口。",
)
@option(
    "--seed",
    type=int,
    default=1,
    metavar="N",
    en="Another number gives other orders.",
    zh="换一个数字即得到另一批订单。",
)
@option(
    "--every",
    type=click.IntRange(0, 86_400),
    default=15,
    metavar="SECONDS",
    en="A new order so often, on one channel after the other; 0: none.",
    zh="每隔多少秒各渠道轮流来一张新订单；0 表示不来。",
)
@format_option
@pass_terminal
def up(terminal: Terminal, names: tuple[str, ...], *, port: int, seed: int, every: int) -> None:
    """Serve platforms."""
    offered = load_sandbox()
    wanted = tuple(dict.fromkeys(names)) or tuple(offered.names)
    for name in wanted:
        if name not in offered.names:
            near = nearest(name, offered.names) or ""
            raise OrderloomError("OL831", name=name, known=", ".join(offered.names), nearest=near)
    with offered.open(wanted, SystemClock(), seed, port) as running:
        try:
            tell(running.places, terminal)
            _go_on(running, every, terminal)
        except KeyboardInterrupt:
            return


sandbox.add_command(up)


def variables(places: Sequence[SandboxPlace]) -> dict[str, str]:
    """Give the environment variables that hold the platforms' secrets."""
    return {variable_of(each.connector + SUFFIX): _text(each.secret) for each in places}


def _text(secret: str | Mapping[str, str]) -> str:
    return secret if isinstance(secret, str) else json.dumps(dict(secret))


def tell(places: Sequence[SandboxPlace], terminal: Terminal) -> None:
    """Say where the platforms are, and how a flow finds and convinces them."""
    if terminal.wants_json:
        found = [{"connector": p.connector, "url": p.url, "orders": p.orders} for p in places]
        terminal.document({"places": found, "environment": variables(places)}, indent=None)
        return
    for each in places:
        words = _PLACE if each.orders else _QUIET
        facts = {"connector": each.connector, "url": each.url, "orders": each.orders}
        terminal.show(terminal.words(words, **facts))
    terminal.show(terminal.words(_USE))
    for name, secret in variables(places).items():
        terminal.show(f"export {name}='{secret}'")
    terminal.say(terminal.words(_STOP))


def _go_on(running: RunningSandbox, every: int, terminal: Terminal) -> None:
    """Let orders trickle in, and say what the platforms hear, until Ctrl-C."""
    second, heard, passed = Event(), running.shipped(), 0
    while not second.wait(1):
        passed += 1
        if every and passed % every == 0 and (order := running.grow()) is not None:
            terminal.say(terminal.words(_ORDERED, connector=order[0], number=order[1]))
        told = running.shipped()
        for name in told:
            if told[name] != heard[name]:
                terminal.say(terminal.words(_SHIPPED, connector=name, number=told[name]))
        heard = told
