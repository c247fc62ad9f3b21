"""OL90x: fields that a connected system owns, transitions that one must admit."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

OWNING_CODES = (
    unknown(
        "OL900",
        "'{field}' belongs to the unknown connection or group '{name}'",
        "“{field}”归属于未知的连接或组“{name}”",
        (
            "declare it in a document of kind 'connection'",
            "请用 kind 为 connection 的文档声明它",
        ),
    ),
    code(
        "OL901",
        "'{name}' belongs to '{owner}', so it cannot have '{key}' as well",
        "“{name}”归属于“{owner}”，因此不能同时有 {key}",
        (
            "take '{key}' away, or 'owner'",
            "请删除 {key}，或删除 owner",
        ),
    ),
    code(
        "OL902",
        "'{field}' belongs to '{owner}': nobody here may write it",
        "“{field}”归属于“{owner}”：此处无人可以写入",
        (
            "ask '{owner}' to change it, with 'call' or 'push'",
            "请用 call 或 push 请求“{owner}”修改",
        ),
    ),
    code(
        "OL903",
        "'{name}' is automatic, so it cannot wait for somebody's consent",
        "“{name}”是自动流转，不能等待对方同意",
        (
            "take 'automatic' away and fire it by a rule, or take 'via' away",
            "请删除 automatic 并用规则触发，或删除 via",
        ),
    ),
    code(
        "OL904",
        "'{name}' is never declined: it needs nobody's consent",
        "“{name}”不会被拒绝：它不需要任何人同意",
        ("add 'via', or take 'else' away", "请加上 via，或删除 else"),
    ),
    code(
        "OL905",
        "'{group}' is a group: a transition is proposed to one connection",
        "“{group}”是组：流转只能向一个连接提议",
        (
            "name the connection, or write 'source'",
            "请写出连接名，或写 source",
        ),
    ),
    unknown(
        "OL906",
        "unknown transition '{name}' in 'undo' of '{of}'",
        "“{of}”的 undo 引用了未知的流转“{name}”",
        ("declare it under 'transitions'", "请在 transitions 下声明它"),
    ),
    code(
        "OL907",
        "'{undo}' does not lead back to where '{name}' came from",
        "“{undo}”不能回到“{name}”出发的状态",
        (
            "name a transition from its 'to' to one of its 'from'",
            "请写从其 to 回到其某个 from 的流转",
        ),
    ),
)
