"""OL266 to OL269, OL286 and OL287: calls that no connection can take, or that say too little."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

CALL_CODES = (
    unknown(
        "OL266",
        "unknown connection or group '{name}'",
        "未知的连接或组“{name}”",
        (
            "declare it in a document of kind 'connection', or write 'source'",
            "请用 kind 为 connection 的文档声明它，或写 source",
        ),
    ),
    unknown(
        "OL267",
        "'{connection}' has no operation '{name}'",
        "“{connection}”没有操作“{name}”",
        (
            "its connector says what it offers",
            "可用的操作由其连接器给出",
        ),
    ),
    unknown(
        "OL268",
        "'{call}' takes no input '{name}'",
        "“{call}”没有输入“{name}”",
        ("its connector says what it takes", "可用的输入由其连接器给出"),
    ),
    code(
        "OL269",
        "'{call}' cannot be taken back, so it needs 'once'",
        "“{call}”无法撤回，因此需要 once",
        (
            "add 'once: NAME': of one name one call succeeds per record",
            "请加上“once: 名称”：同名的调用对每条记录只成功一次",
        ),
    ),
    code(
        "OL286",
        "'{key}' of '{call}' needs a record, and there is none here",
        "“{call}”的 {key} 需要记录，而此处没有记录",
        (
            "call it for each record, or take '{key}' away",
            "请对每条记录调用，或删除 {key}",
        ),
    ),
    unknown(
        "OL287",
        "'{call}' answers no '{name}'",
        "“{call}”的答复中没有“{name}”",
        ("its connector says what it answers", "答复的内容由其连接器给出"),
    ),
)
