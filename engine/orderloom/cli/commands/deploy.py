"""``deploy``: put a flow's definitions in force for a store, with every record that is there."""

from pathlib import Path

from orderloom.app.deploying import deploy as put_in_force
from orderloom.cli.bilingual import command, option
from orderloom.cli.deployments import tell_deployment
from orderloom.cli.opening import opened
from orderloom.cli.options import (
    Function,
    actor_option,
    environment_option,
    flow_argument,
    format_option,
    pass_terminal,
    store_option,
)
from orderloom.cli.terminal import Terminal


def dry_option(function: Function) -> Function:
    """Add ``--dry-run`` as ``dry``."""
    return option(
        "--dry-run",
        "dry",
        is_flag=True,
        en="Only say what would become of records, and what stands in the way.",
        zh="只说明记录将如何变化、有何障碍。",
    )(function)


@command(
    "deploy",
    en="Put the definitions in DIR in force, and move the records that are there to them.\n"
    "What 'migrate' of flow.yaml says is done, once for each record. Records that would stand\n"
    "in a state that is gone, or lose values, refuse it. Whatever else works the store goes on\n"
    "under the new version. Those who may publish to the environment may.",
    zh="使 DIR 中的定义生效，并把现有记录迁移过去。\n"
    "按 flow.yaml 的 migrate 对每条记录处理一次。若有记录将处于已删除的状态或丢失值，则拒绝。\n"
    "其他正在使用该存储的进程随即按新版本继续。可发布到该环境的角色可以执行。",
)
@flow_argument
@actor_option
@dry_option
@store_option()
@environment_option
@format_option
@pass_terminal
def deploy(  # noqa: PLR0913 - one parameter an option
    terminal: Terminal,
    folder: Path,
    *,
    who: str,
    dry: bool,
    store: str | None,
    environment: str | None,
) -> None:
    """Deploy the flow in ``folder``."""
    with opened(terminal, folder, store, environment) as app:
        found = put_in_force(app, folder, who, for_real=not dry)
    tell_deployment(found, terminal, done=not dry)
