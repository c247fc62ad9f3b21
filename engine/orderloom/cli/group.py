"""The commands: our own, and those that packages bring through ``orderloom.commands``."""

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points, version

import click

from orderloom.cli.bilingual import SpeakingGroup, option
from orderloom.cli.failures import error_text
from orderloom.cli.terminal import Terminal
from orderloom.cli.usage import NoSuchCommand
from orderloom.codes.model import Wording
from orderloom.errors import PluginBroken
from orderloom.names import nearest

PLUGINS = "orderloom.commands"

# In the order of the help: from the first file to the running shop. Each is read when it is
# needed, so that `orderloom check` does not wait for the others.
OWN = {
    "init": "init",
    "check": "check",
    "test": "test",
    "preview": "preview",
    "run": "run",
    "deploy": "deploy",
    "rollback": "rollback",
    "versions": "versions",
    "timers": "timers",
    "explain": "explain",
    "why": "why",
    "records": "records",
    "roles": "roles",
    "suggest": "suggest",
    "draw": "draw",
    "try": "try_rule",
    "evaluate": "evaluate",
    "fire": "fire",
    "play": "play",
    "change": "change",
    "attach": "attach",
    "fetch": "fetch",
    "unhold": "unhold",
    "brake": "brake",
    "jobs": "jobs",
    "decide": "decide",
    "undo": "undo",
    "erase": "erase",
    "purge": "purge",
    "db": "db",
    "backup": "backup",
    "restore": "restore",
    "replay": "replay",
    "metrics": "metrics",
    "connectors": "connectors",
    "connector": "connector",
    "connection": "connection",
    "connections": "connections",
    "up": "up",
    "intake": "intake",
    "worker": "worker",
    "schedule": "schedule",
    "deliver": "deliver",
    "sandbox": "sandbox",
    "schema": "schema",
    "reference": "reference",
    "bench": "bench",
    "demo": "demo",
}

_ABOUT = Wording(
    "Orderloom moves orders along as YAML definitions say.\n"
    "Start with 'orderloom init DIR' or 'orderloom demo'. ORDERLOOM_LANG, ORDERLOOM_STORE and "
    "ORDERLOOM_ENVIRONMENT set defaults; ORDERLOOM_OUTGOING=stop stops all outgoing calls.",
    "Orderloom 按 YAML 定义推动订单流转。\n"
    "可从 orderloom init DIR 或 orderloom demo 开始。"
    "环境变量 ORDERLOOM_LANG、ORDERLOOM_STORE、ORDERLOOM_ENVIRONMENT 设定默认值；"
    "ORDERLOOM_OUTGOING=stop 停止所有对外调用。",
)


class Commands(SpeakingGroup):
    """All commands; one of a package that cannot be loaded is reported, the others work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name our commands, then those of packages."""
        del ctx
        return [*OWN, *sorted(set(_plugins()) - set(OWN))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command; None when there is none or it is broken, which is said."""
        if cmd_name in OWN or cmd_name in _plugins():
            try:
                return _load(cmd_name)
            except PluginBroken as error:
                terminal = ctx.ensure_object(Terminal)
                terminal.say(error_text(error, terminal))
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name.

        Raises:
            NoSuchCommand: There is none of that name.
            PluginBroken: A package's command cannot be loaded.
        """
        name = args[0]
        if name not in OWN and name not in _plugins():
            raise NoSuchCommand(name, nearest(name, self.list_commands(ctx)), ctx)
        return name, _load(name), args[1:]


def _load(name: str) -> click.Command:
    """Import a command; whatever a package raises meanwhile is its own affair.

    Raises:
        PluginBroken: A package's command cannot be loaded.
    """
    if name in OWN:
        module = import_module(f"orderloom.cli.commands.{OWN[name]}")
        own: click.Command = getattr(module, OWN[name])
        return own
    plugin = _plugins()[name]
    try:
        found = plugin.load()
    except Exception as error:
        raise _broken(plugin, f"{type(error).__name__}: {error}") from error
    if not isinstance(found, click.Command):
        raise _broken(plugin, f"{plugin.value} is no command")
    return found


def _plugins() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=PLUGINS)}


def _broken(plugin: EntryPoint, error: str) -> PluginBroken:
    package = "–" if plugin.dist is None else plugin.dist.name
    return PluginBroken("OL666", command=plugin.name, package=package, error=error)


def command_line() -> click.Group:
    """Give all commands as one."""
    language = option(
        "--lang",
        metavar="en|zh",
        expose_value=False,
        en="Language of everything that is printed; anywhere in the call.",
        zh="所有输出的语言；可写在命令任意位置。",
    )
    number = option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=lambda context, _, value: _tell_version(context, asked=value),
        en="Say which version this is.",
        zh="显示版本。",
    )
    group = Commands("orderloom", words=_ABOUT, no_args_is_help=False, invoke_without_command=True)
    group.callback = _without_command
    number(group)
    language(group)
    return group


def _tell_version(context: click.Context, *, asked: bool) -> None:
    if asked:
        click.echo(f"orderloom {version('orderloom')}")
        context.exit()


def run_commands(arguments: Sequence[str], terminal: Terminal) -> int:
    """Run one call and give its exit code; whatever goes wrong is raised."""
    commands = command_line()
    try:
        with commands.make_context("orderloom", list(arguments), obj=terminal) as context:
            commands.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return 0


@click.pass_context
def _without_command(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
