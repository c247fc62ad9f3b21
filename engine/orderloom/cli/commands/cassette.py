"""``connector record`` and ``connector replay``: what goes over a connection, as a file."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from orderloom.app.application import Application, open_application
from orderloom.app.inputs import connection_named
from orderloom.cassettes.cassette import Outcome, Step
from orderloom.cassettes.recording import record as record_cassette
from orderloom.cassettes.replaying import load, summary
from orderloom.cassettes.replaying import replay as replay_cassette
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM, error_document, error_text
from orderloom.cli.findings import findings_document, findings_text
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.paths import ExistingFile
from orderloom.cli.stores import readable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording
from orderloom.errors import OrderloomError

_WRITTEN = Wording("{file}: {exchanges} requests recorded", "{file}：已录制 {exchanges} 个请求")
_SAME = Wording(
    "'{connection}' asks and understands as recorded ({exchanges} requests)",
    "“{connection}”的请求与结果和录制一致（{exchanges} 个请求）",
)
_CAME_TO = Wording(
    "  {step}: {outcome} (answers/items, faults, error)",
    "  {step}：{outcome}（应答数/条目数、错误）",
)


@command(
    "record",
    en="Record what goes over a connection of the flow in DIR into a new FILE; nothing is taken.\n"
    "By default every stream is asked for its first answers. Secrets are left out and people "
    "replaced; where that cannot be done, nothing is written.",
    zh="将 DIR 中流程某连接的往来录制到新文件 FILE；不收取任何内容。\n"
    "默认向每个数据流索取前几份应答。密钥不写入，个人信息以替身代替；无法做到时不写入任何内容。",
)
@flow_argument
@click.argument("name", metavar="CONNECTION")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@option("--stream", "streams", metavar="NAME", multiple=True, en="Only that.", zh="仅此数据流。")
@option(
    "--answers",
    "most",
    type=click.IntRange(1, 1000),
    default=3,
    show_default=True,
    en="At most so many answers of a stream.",
    zh="每个数据流最多录制的应答数。",
)
@option(
    "--call",
    "calls",
    metavar="OPERATION JSON",
    nargs=2,
    multiple=True,
    en="Carry out an operation, for real, after the streams; JSON is what it is given.",
    zh="在数据流之后真实执行一个操作；JSON 为其输入。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
def record(  # noqa: PLR0913 - one an option
    terminal: Terminal,
    folder: Path,
    name: str,
    file: Path,
    *,
    streams: tuple[str, ...],
    most: int,
    calls: tuple[tuple[str, str], ...],
    store: str | None,
    environment: str | None,
) -> None:
    """Record the connection ``name``."""
    if file.exists():
        raise OrderloomError("OL844", file=str(file))
    called = [Step(call=call, input=_object(call, text)) for call, text in calls]
    environment = environment or terminal.settings.environment
    with (
        readable_store(store or terminal.settings.store, folder) as url,
        open_application(folder, url, environment=environment) as app,
    ):
        asked = streams or (() if calls else _polled(app, name))
        steps = [*(Step(stream=each, most=most) for each in asked), *called]
        made = record_cassette(app, name, steps)
    _write(file, made.raw)
    end, errors = made.cassette.end, made.errors
    if terminal.wants_json:
        told = [error_document(each, terminal) for each in errors]
        document = _document(name, end.exchanges, steps, end.outcomes)
        terminal.document({"file": str(file), **document, "errors": told})
        return
    terminal.show(terminal.words(_WRITTEN, file=file, exchanges=end.exchanges))
    _tell(steps, end.outcomes, terminal)
    for each in errors:
        terminal.say(error_text(each, terminal))


@command(
    "replay",
    en="Ask what FILE recorded again, of the connector as DIR has it now; nothing leaves.\n"
    "It says which request differs, and in which part of it.",
    zh="用 DIR 中现在的连接器重放 FILE 中的录制；不发出任何请求。\n指出哪个请求、哪一部分不同。",
)
@flow_argument
@click.argument("file", metavar="FILE", type=ExistingFile())
@environment_option
@format_option
@pass_terminal
def replay(terminal: Terminal, folder: Path, file: Path, *, environment: str | None) -> None:
    """Replay a cassette."""
    cassette, text = load(file)
    environment = environment or terminal.settings.environment
    with (
        readable_store(None, folder) as url,
        open_application(folder, url, environment=environment) as app,
    ):
        found = replay_cassette(app, cassette, text, str(file))
    connection, steps = found.head.connection, found.head.steps
    if terminal.wants_json:
        document = _document(connection, found.exchanges, steps, found.outcomes)
        told = findings_document(found.differences, terminal)
        terminal.document({"file": str(file), **document, **told})
    elif found.differences:
        terminal.say(findings_text(found.differences, terminal.language))
    else:
        facts = {"connection": connection, "exchanges": found.exchanges}
        terminal.show(terminal.words(_SAME, **facts))
        _tell(steps, found.outcomes, terminal)
    if found.differences:
        raise click.exceptions.Exit(PROBLEM)


def _polled(app: Application, name: str) -> Sequence[str]:
    streams = connection_named(app.flow, name).streams.values()
    return [each.name for each in streams if each.is_polled]


def _object(call: str, text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise OrderloomError("OL845", call=call)
    return found


def _write(file: Path, raw: bytes) -> None:
    """Write a file that nobody else has made meanwhile."""
    try:
        with file.open("xb") as made:
            made.write(raw)
    except FileExistsError:
        raise OrderloomError("OL844", file=str(file)) from None
    except OSError as error:
        raise OrderloomError("OL846", file=str(file), reason=error.strerror or "–") from error


def _document(
    connection: str, exchanges: int, steps: Sequence[Step], outcomes: Sequence[Outcome]
) -> dict[str, object]:
    return {
        "connection": connection,
        "requests": exchanges,
        "steps": [
            {
                "stream": step.stream,
                "call": step.call,
                "answers": each.files,
                "items": each.items,
                "faults": each.faults,
                "error": each.error,
            }
            for step, each in zip(steps, outcomes, strict=True)
        ],
    }


def _tell(steps: Sequence[Step], outcomes: Sequence[Outcome], terminal: Terminal) -> None:
    for step, each in zip(steps, outcomes, strict=True):
        name = step.stream or step.call
        terminal.show(terminal.words(_CAME_TO, step=name, outcome=summary(each)))
