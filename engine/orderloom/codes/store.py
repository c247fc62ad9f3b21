"""OL618 to OL63x, OL93x: what the store says when it cannot be used, or when two writers meet."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL618",
        "the schedule '{schedule}' was run elsewhere in the meantime",
        "定时计划“{schedule}”在此期间已在别处运行",
    ),
    code(
        "OL619",
        "the job '{job}', which may hold the record, is not worked to its end",
        "任务“{job}”可能含有该记录且尚未执行完",
        ("finish it first: orderloom run", "请先处理完：orderloom run"),
    ),
    code(
        "OL620",
        "'{url}' is no store address that is known here",
        "“{url}”不是可用的存储地址",
        (
            "write sqlite:///FILE or postgresql://USER@HOST/DATABASE",
            "请写 sqlite:///文件 或 postgresql://用户@主机/数据库",
        ),
    ),
    code(
        "OL621",
        "the store '{path}' cannot be written: {reason}",
        "存储“{path}”无法写入：{reason}",
        (
            "name a file in a folder that exists and may be written",
            "请指定一个已存在且可写的文件夹中的文件",
        ),
    ),
    code(
        "OL622",
        "'{path}' exists and is not a store of Orderloom",
        "“{path}”已存在，但不是 Orderloom 的存储",
        ("name another file; this one stays as it is", "请换一个文件；该文件未被改动"),
    ),
    code(
        "OL623",
        "the store '{path}' was written by a newer version (schema {schema})",
        "存储“{path}”由更新的版本写入（结构版本 {schema}）",
        ("install that version or a later one", "请安装该版本或更新的版本"),
    ),
    code(
        "OL624",
        "the store '{path}' is locked by another process",
        "存储“{path}”被另一个进程锁定",
        ("stop the other process or wait for it", "请停止另一个进程，或等待其结束"),
    ),
    code(
        "OL625",
        "SQLite {version} can corrupt a write-ahead log; the slower rollback journal is used",
        "SQLite {version} 可能损坏预写日志；已改用较慢的回滚日志",
        ("install pysqlite3, which brings a sound SQLite", "请安装 pysqlite3，它自带可靠的 SQLite"),
    ),
    code(
        "OL626",
        "no message '{message}' is in the store",
        "存储中没有消息“{message}”",
    ),
    code(
        "OL627",
        "'{source}' holds no master key",
        "“{source}”中不是有效的主密钥",
        ("write 32 random bytes as base64", "请写入 32 个随机字节的 base64 文本"),
    ),
    code(
        "OL628",
        "the master key of the store '{path}' is absent, or another one",
        "存储“{path}”的主密钥不存在，或不是同一把",
        (
            "put back its key file, or set ORDERLOOM_MASTER_KEY to the key it was made with",
            "请恢复其密钥文件，或将 ORDERLOOM_MASTER_KEY 设为建立该存储时的密钥",
        ),
    ),
    code(
        "OL629",
        "the master key file '{path}' cannot be used: {reason}",
        "主密钥文件“{path}”无法使用：{reason}",
        ("set ORDERLOOM_MASTER_KEY instead", "请改为设置 ORDERLOOM_MASTER_KEY"),
    ),
    code(
        "OL630",
        "the record '{record}' changed in the meantime",
        "记录“{record}”在此期间已被修改",
    ),
    code(
        "OL631",
        "another {type} with the identity '{key}' came in the meantime",
        "此期间已出现另一条标识为“{key}”的 {type}",
    ),
    code(
        "OL637",
        "a {type} changed in the meantime, while others were chosen by what they are",
        "选取记录期间，有 {type} 发生了变化",
    ),
    code(
        "OL638",
        "the job '{job}' went on in another process",
        "任务“{job}”已由另一个进程推进",
    ),
    code(
        "OL639",
        "'{field}' of another {type} took the same value in the meantime",
        "此期间另一条 {type} 的“{field}”取了同一个值",
    ),
    code(
        "OL632",
        "a master key was made: {path}; keep a copy of it apart from the store's backups",
        "已生成主密钥：{path}；请与存储的备份分开另存一份",
        (
            "without it nobody can read what is encrypted in the store",
            "没有它，任何人都无法读取存储中加密的内容",
        ),
    ),
    code(
        "OL633",
        "the bytes of the message '{message}' were erased",
        "消息“{message}”的原文已被删除",
    ),
    code(
        "OL634",
        "the message '{message}' holds the record and is not worked to the end",
        "消息“{message}”含有该记录且尚未处理完",
        ("finish it first: orderloom run", "请先处理完：orderloom run"),
    ),
    code(
        "OL635",
        "the record was erased before the call could leave",
        "记录在调用发出之前已被擦除",
    ),
    code(
        "OL636",
        "what is encrypted for '{owner}' does not open: the store was damaged",
        "为“{owner}”加密的内容无法解开：存储已损坏",
        ("restore the store from a backup", "请从备份恢复存储"),
    ),
    code(
        "OL690",
        "items of the figures '{stream}' came or went in the meantime",
        "此期间指标“{stream}”的项有增减",
    ),
    code(
        "OL930",
        "another process has worked the message '{message}' meanwhile",
        "消息“{message}”在此期间已由另一个进程处理",
    ),
    code(
        "OL931",
        "nothing came by webhook since the last probe asked for it",
        "上次探测之后没有收到任何回调",
    ),
    code(
        "OL936",
        "'{record}' has no decision {entry} that could be taken back",
        "“{record}”没有可撤回的决定 {entry}",
        (
            "see its story: orderloom explain {record} --format json",
            "查看其经过：orderloom explain {record} --format json",
        ),
    ),
    code(
        "OL937",
        "whoever sent this by '{connection}' died before it was answered: it may be done",
        "经“{connection}”发送的进程在得到应答前已终止：对方可能已执行",
        (
            "look at the other side before it is done again",
            "再次执行前请先在对方系统中核实",
        ),
    ),
    code(
        "OL653",
        "the call '{call}' is over already",
        "调用“{call}”已经结束",
    ),
)
