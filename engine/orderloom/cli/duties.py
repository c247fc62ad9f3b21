"""One part of the work as a process of its own, for installations of many."""

from pathlib import Path

import click

from orderloom.app.keeping import Duty, kept_going
from orderloom.cli.bilingual import command
from orderloom.cli.leash import wait_for_a_signal
from orderloom.cli.options import (
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.stores import writable_store
from orderloom.cli.terminal import Terminal
from orderloom.codes.model import Wording

_READY = Wording("{name} runs (Ctrl-C stops)", "{name} 已运行（Ctrl-C 停止）")
_SECONDS = 1


def duty_command(name: str, duty: Duty, *, en: str, zh: str) -> click.Command:
    """Give the command that does one duty until a signal ends it."""

    @command(name, en=en, zh=zh)
    @flow_argument
    @store_option()
    @environment_option
    @format_option
    @pass_terminal
    def run(
        terminal: Terminal, folder: Path, *, store: str | None, environment: str | None
    ) -> None:
        url = writable_store(store or terminal.settings.store, folder)
        environment = environment or terminal.settings.environment
        duties = frozenset([duty])
        with kept_going(folder, url, environment, seconds=_SECONDS, duties=duties):
            if terminal.wants_json:
                terminal.document({"process": name}, indent=None)
            else:
                terminal.say(terminal.words(_READY, name=name))
            wait_for_a_signal()

    return run
