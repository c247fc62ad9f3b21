"""OL266 to OL269, OL286 to OL289, OL299, OL497, OL498, OL940, OL941: calls that nobody takes."""

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
        "OL940",
        "'{call}' needs the input '{name}'",
        "“{call}”需要输入“{name}”",
        ("add '{name}: …' under 'with'", "请在 with 下写出“{name}: …”"),
    ),
    code(
        "OL941",
        "'{call}' cannot take this for '{name}' ({wanted})",
        "“{call}”的“{name}”不接受此值（{wanted}）",
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
    code(
        "OL288",
        "'{key}' has no meaning in a mapping that sends",
        "“{key}”在发送用的映射中没有意义",
        ("take it away", "请删除"),
    ),
    code(
        "OL289",
        "'{call}' cannot be taken back, so 'push' cannot send by it",
        "“{call}”无法撤回，因此 push 不能用它发送",
        ("ask it by 'call' with 'once'", "请用带 once 的 call"),
    ),
    code(
        "OL299",
        "the path '{path}' clashes with another of this payload",
        "路径“{path}”与此载荷的另一路径冲突",
        (
            "write keys with dots between, none of which ends where another goes on",
            "请写以点分隔的键，且任何路径都不在另一路径中途结束",
        ),
    ),
    unknown(
        "OL497",
        "unknown outbound mapping '{name}'",
        "未知的发送映射“{name}”",
        ("declare a mapping with 'send'", "请声明带 send 的映射"),
    ),
    code(
        "OL498",
        "the mapping '{name}' sends '{record}', not '{here}'",
        "映射“{name}”发送“{record}”，而不是“{here}”",
        ("name the '{record}' with 'of'", "请用 of 指定“{record}”"),
    ),
)
