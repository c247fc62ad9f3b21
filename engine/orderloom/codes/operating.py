"""OL078 to OL099: asking why something did not happen, and keeping an installation going."""

from orderloom.codes.model import code

_NEAREST = ("did you mean '{nearest}'?", "是否想写“{nearest}”？")

CODES = (
    code(
        "OL078",
        "there is no record type '{record}'; the flow has: {known}",
        "没有记录类型“{record}”；流程中有：{known}",
        _NEAREST,
    ),
    code(
        "OL079",
        "nothing about a {record} is called '{what}'; there are: {known}",
        "{record} 没有名为“{what}”的内容；现有：{known}",
        _NEAREST,
    ),
    code(
        "OL080",
        "the brake of '{definition}' holds since {since}",
        "“{definition}”自 {since} 起被制动",
        (
            "look at it with 'orderloom brake list' and resume or discard it",
            "请用 orderloom brake list 查看后恢复或放弃",
        ),
    ),
    code(
        "OL081",
        "the store was brought from schema {was} to {schema}",
        "存储已从模式 {was} 升级到 {schema}",
        (
            "before the next one, see 'orderloom db upgrade --dry-run' and make a backup",
            "下次升级前，请先看 orderloom db upgrade --dry-run 并备份",
        ),
    ),
    code(
        "OL082",
        "'{file}' is there already",
        "“{file}”已存在",
        ("name another file", "请换一个文件名"),
    ),
    code(
        "OL083",
        "'{file}' is no backup of a store",
        "“{file}”不是存储的备份",
        ("'orderloom backup' makes them", "备份由 orderloom backup 生成"),
    ),
    code(
        "OL084",
        "'{file}' is damaged: {reason}",
        "“{file}”已损坏：{reason}",
        ("take another backup", "请使用另一份备份"),
    ),
    code(
        "OL085",
        "the backup is of the environment '{environment}', and this is '{wanted}'",
        "备份来自环境“{environment}”，而此处是“{wanted}”",
        (
            "if that is what you mean, say --from {environment}",
            "若确需如此，请加 --from {environment}",
        ),
    ),
    code(
        "OL086",
        "the backup is of the flow '{flow}', and this is '{wanted}'",
        "备份属于流程“{flow}”，而此处是“{wanted}”",
    ),
    code(
        "OL087",
        "there is a store at '{path}' already",
        "“{path}”已有存储",
        (
            "with --replace it is kept beside, under another name",
            "加 --replace 时，现有存储改名保留在旁边",
        ),
    ),
    code(
        "OL088",
        "the store '{path}' is in use",
        "存储“{path}”正在使用",
        (
            "stop 'serve', 'intake serve' and whatever else runs",
            "请先停止 serve、intake serve 等进程",
        ),
    ),
    code(
        "OL089",
        "the master key is not inside; keep {source} apart from it",
        "其中不含主密钥；请将 {source} 另行保管",
        (
            "without it nobody can read what is encrypted in the backup",
            "没有它，备份中加密的内容无法读取",
        ),
    ),
    code(
        "OL090",
        "'{url}' is no SQLite file",
        "“{url}”不是 SQLite 文件",
        (
            "other databases bring their own tools, such as pg_dump and pg_restore",
            "其他数据库请用其自带工具，如 pg_dump 与 pg_restore",
        ),
    ),
    code(
        "OL091",
        "{waiting} calls wait in what was restored: all outgoing calls are stopped",
        "恢复的内容中有 {waiting} 个调用在等待：已停止所有对外调用",
        (
            "some may have been made since the backup; look, then remove '{file}'",
            "其中有的可能在备份之后已发出；请核对后删除“{file}”",
        ),
    ),
    code(
        "OL092",
        "this master key does not open what is encrypted in '{path}'",
        "此主密钥无法打开“{path}”中加密的内容",
        (
            "set ORDERLOOM_MASTER_KEY to the store's own, or put its key file beside it",
            "请将 ORDERLOOM_MASTER_KEY 设为该存储的主密钥，或将其密钥文件放在旁边",
        ),
    ),
)
