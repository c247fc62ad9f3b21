"""``test``: play a flow's tests in virtual time, or make one of what happened to a record."""

from pathlib import Path

import click

from orderloom.app.application import open_application
from orderloom.app.finding import find_record
from orderloom.app.library import load_library
from orderloom.app.narrative import code_text
from orderloom.cli.bilingual import command, option
from orderloom.cli.failures import PROBLEM, notice_text
from orderloom.cli.options import environment_option, format_option, pass_terminal, store_option
from orderloom.cli.paths import ExistingFolder
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal
from orderloom.cli.tests_report import has_failed, report_document, report_lines
from orderloom.yaml_tests.recording.proving import shortcomings
from orderloom.yaml_tests.recording.retelling import retold
from orderloom.yaml_tests.suite import flows_below, run_flow


@command(
    "test",
    en="Play the tests of a flow, or of every flow below DIR, in virtual time.\n"
    "Nothing leaves, and nothing of the flow's own store is touched. With --from-record a test "
    "is printed that does again what happened to a record; sensitive values are replaced.",
    zh="在虚拟时间中运行流程的测试；DIR 下有多个流程时逐一运行。\n"
    "不对外发送，也不触及流程自身的存储。--from-record 按某条记录的真实经过生成测试并输出，"
    "敏感值会被替换。",
)
@click.argument("folder", metavar="[DIR]", type=ExistingFolder(), required=False)
@option(
    "--from-record",
    "record",
    metavar="RECORD",
    en="Print a test made of what happened to it; RECORD as in 'explain'.",
    zh="输出由该记录的经过生成的测试；RECORD 写法同 explain。",
)
@option(
    "--flow",
    metavar="DIR",
    type=ExistingFolder(),
    en="The flow's folder, instead of DIR.",
    zh="流程所在文件夹，可代替 DIR。",
)
@store_option()
@environment_option
@format_option
@pass_terminal
@click.pass_context
def test(  # noqa: PLR0913 - two ways of calling it, each with options of its own
    context: click.Context,
    terminal: Terminal,
    *,
    folder: Path | None,
    record: str | None,
    flow: Path | None,
    store: str | None,
    environment: str | None,
) -> None:
    """Run all tests below ``folder``, or make one."""
    environment = environment or terminal.settings.environment
    folder = folder or flow
    if record is not None:
        _record(terminal, record, folder or Path(), store, environment)
        return
    if folder is None:
        raise click.MissingParameter(ctx=context, param_hint="DIR")
    plugins = load_library()
    results = [run_flow(flow, environment, plugins=plugins) for flow in flows_below(folder)]
    if terminal.wants_json:
        terminal.document(report_document(results, terminal.language))
    else:
        for line in report_lines(results, terminal):
            terminal.show(line)
    if any(has_failed(each) for each in results):
        raise click.exceptions.Exit(PROBLEM)


def _record(
    terminal: Terminal, record: str, folder: Path, store: str | None, environment: str | None
) -> None:
    """Print the test of a record; say so when it does not pass as it stands."""
    url = existing_store(store or terminal.settings.store, folder)
    with open_application(folder, url, environment=environment) as app:
        recorded = retold(app, find_record(app, record))
    unmet = shortcomings(folder, recorded, environment)
    for finding in unmet:
        reason = code_text(finding.code, finding.facts, terminal.language)
        facts = {"line": str(finding.place.line), "reason": reason}
        terminal.say(notice_text("OL810", facts, terminal))
    if terminal.wants_json:
        told = {"id": recorded.id, "passes": not unmet, "yaml": recorded.text}
        terminal.document({"recorded": told})
    else:
        terminal.show(recorded.text.rstrip("\n"))
