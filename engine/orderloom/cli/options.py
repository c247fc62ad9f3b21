"""Options and arguments that several commands share."""

from collections.abc import Callable
from typing import TypeVar

import click

from orderloom.cli.bilingual import option
from orderloom.cli.paths import ExistingFile, ExistingFolder
from orderloom.cli.terminal import Terminal

Function = TypeVar("Function", bound=Callable[..., object])

pass_terminal = click.make_pass_decorator(Terminal)


def flow_argument(function: Function) -> Function:
    """Add ``DIR``, the flow's folder, as ``folder``."""
    return click.argument("folder", metavar="DIR", type=ExistingFolder())(function)


def flow_option(function: Function) -> Function:
    """Add ``--flow DIR`` as ``folder``."""
    return option(
        "--flow",
        "folder",
        metavar="DIR",
        type=ExistingFolder(),
        default=".",
        en="The flow's folder; by default the one you are in.",
        zh="流程所在文件夹；默认为当前文件夹。",
    )(function)


def store_option(name: str = "--store") -> Callable[[Function], Function]:
    """Add ``--store URL`` (or another name for it) as ``store``."""
    return option(
        name,
        "store",
        metavar="URL",
        en="Where records are kept: sqlite:///FILE, a path, or postgresql://USER@HOST/DATABASE; "
        "a password may be named as a secret: USER:secret:NAME@HOST. "
        "By default .orderloom/orderloom.db in the flow's folder.",
        zh="存储位置：sqlite:///文件、路径，或 postgresql://用户@主机/数据库；"
        "密码可写为密钥名：用户:secret:名称@主机。默认为流程文件夹下的 .orderloom/orderloom.db。",
    )


def environment_option(function: Function) -> Function:
    """Add ``--environment NAME``."""
    return option(
        "--environment",
        metavar="NAME",
        en="The flow's environment; by default the first that is not production.",
        zh="流程的环境；默认为第一个非生产环境。",
    )(function)


def format_option(function: Function) -> Function:
    """Add ``--format text|json``; the answer stands in the terminal."""
    return option(
        "--format",
        type=click.Choice(["text", "json"]),
        default="text",
        is_eager=True,
        expose_value=False,
        callback=note_format,
        en="For people, or JSON for programs.",
        zh="供人阅读（text）或供程序读取（json）。",
    )(function)


def note_format(context: click.Context, _: click.Parameter, value: str) -> None:
    """Note in the terminal whether JSON was asked for."""
    terminal = context.find_object(Terminal)
    if terminal is not None:
        terminal.wants_json = value == "json"


def inputs_options(function: Function) -> Function:
    """Add what ``run`` and ``preview`` take in: files, mapping, connections, instant."""
    for add in reversed((_input, _mapping, _connection, _at)):
        function = add(function)
    return function


def _input(function: Function) -> Function:
    return option(
        "--input",
        "files",
        metavar="FILE",
        type=ExistingFile(),
        multiple=True,
        en="A file to take in; may be given several times.",
        zh="要读入的文件；可多次给出。",
    )(function)


def _mapping(function: Function) -> Function:
    return option(
        "--mapping",
        metavar="ID",
        en="The mapping that reads the files.",
        zh="读取文件所用的映射。",
    )(function)


def _connection(function: Function) -> Function:
    return option(
        "--connection",
        "connections",
        metavar="ID",
        multiple=True,
        en="With files: they count as arrived there. Without: poll it. By default all are polled.",
        zh="有文件时视为由该连接送达；没有文件时轮询该连接。默认轮询全部连接。",
    )(function)


def _at(function: Function) -> Function:
    return option(
        "--at",
        metavar="INSTANT",
        en="Act as if it were then, such as 2026-01-05T20:00+08:00.",
        zh="按此时刻运行，如 2026-01-05T20:00+08:00。",
    )(function)


def actor_option(function: Function) -> Function:
    """Add ``--as ROLE/PERSON`` as ``who``."""
    return option(
        "--as",
        "who",
        metavar="ROLE/PERSON",
        required=True,
        en="Who acts, in which role.",
        zh="以何角色、由何人操作。",
    )(function)


def viewer_option(function: Function) -> Function:
    """Add ``--as ROLE/PERSON`` as ``who``, None unless given."""
    return option(
        "--as",
        "who",
        metavar="ROLE/PERSON",
        en="With whose eyes: what that role may not see is left out. Several roles: A,B/PERSON.",
        zh="以何人的视角查看：该角色无权查看的内容不显示。多个角色写作 A,B/人员。",
    )(function)
