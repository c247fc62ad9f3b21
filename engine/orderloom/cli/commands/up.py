"""``up``: everything that a flow needs on one machine, each part in a process of its own."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click

from orderloom.cli.bilingual import command, option
from orderloom.cli.commands.intake import listen_options
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import writable_store
from orderloom.cli.supervised import Child, Task, Told
from orderloom.cli.supervising import Failed, Supervisor
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.intake.binding import bound

_READY = Wording(
    "{name} runs (process {pid}): {addresses}", "{name} 已运行（进程 {pid}）：{addresses}"
)
_NO_ADDRESS = Wording("no webhooks", "无回调")


@command(
    "up",
    en="Run the flow in DIR: take webhooks, poll, work, deliver, and show how it stands.\n"
    "Intake and worker are one process, the status page is another; what ends by itself is "
    "started again. Ctrl-C or SIGTERM ends all when what is under way is written.",
    zh="运行 DIR 中的流程：接收回调、轮询、处理、投递并展示状态。\n"
    "接收与处理为一个进程，状态页面为另一个进程；自行结束的进程会重新启动。"
    "Ctrl-C 或 SIGTERM 会在写完正在处理的内容后结束全部进程。",
)
@flow_argument
@listen_options
@option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    metavar="N",
    en="Port of the page, 8000 unless said; the next free one if it is taken.",
    zh="页面端口，默认 8000；被占用时取下一个空闲端口。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def up(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    listen: str,
    public: bool,
    url: str | None,
    port: int,
    store: str | None,
    environment: str | None,
) -> None:
    """Run the flow in ``folder`` in supervised processes."""
    where = writable_store(store or terminal.settings.store, folder)
    environment = environment or terminal.settings.environment
    with closing(bound(listen, public=public)) as listener:
        # Who calls while the engine starts again waits here, and is not turned away.
        listener.listen()
        parts = _Parts(
            folder=folder,
            store=where,
            environment=environment,
            port=port,
            form="json" if terminal.wants_json else "text",
        )
        engine = parts.engine(listener.fileno(), public=public, url=url)
        try:
            Supervisor([engine, parts.page()], lambda ready: _tell(terminal, ready)).run()
        except Failed as error:
            if error.said:
                terminal.show(error.said.rstrip())
            raise click.exceptions.Exit(error.code) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What the processes are started with."""

    folder: Path
    store: str
    environment: str | None
    port: int
    form: str

    def engine(self, socket: int, *, public: bool, url: str | None) -> Task:
        """Give intake and worker."""
        more = ["--public"] if public else []
        more += ["--url", url] if url else []
        command = ["intake", "serve", *self._common(), "--socket", str(socket), *more]
        return Task(name="engine", arguments=lambda _: command, sockets=(socket,))

    def page(self) -> Task:
        """Give the page, whose port stays what it was."""

        def arguments(told: Told | None) -> Sequence[str]:
            port = str(self.port) if told is None else told["address"].rpartition(":")[2]
            return ["serve", *self._common(), "--only-page", "--port", port]

        return Task(name="page", arguments=arguments)

    def _common(self) -> list[str]:
        chosen = ["--environment", self.environment] if self.environment else []
        always = ["--store", self.store, "--leashed", "--format", self.form]
        return [str(self.folder), *always, *chosen]


def _tell(terminal: Terminal, ready: Sequence[Child]) -> None:
    engine, page = (each.told or {} for each in ready)
    webhooks = engine["webhooks"]
    if terminal.wants_json:
        processes = [{"name": each.task.name, "pid": each.pid} for each in ready]
        told = {"page": page["address"], "webhooks": webhooks, "processes": processes}
        terminal.document(told, indent=None)
        return
    hooks = [each["address"] for each in webhooks if each["open"]]
    addresses = (hooks or [terminal.words(_NO_ADDRESS)], [page["address"]])
    for child, found in zip(ready, addresses, strict=True):
        facts = {"name": child.task.name, "pid": child.pid, "addresses": " ".join(found)}
        terminal.say(terminal.words(_READY, **facts))
