"""OL46x: playbooks, schedules and selections that cannot mean anything."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

PLAY_CODES = (
    code(
        "OL968",
        "'{playbook}' runs itself without end, so that it is always refused: {cycle}",
        "“{playbook}”无休止地运行自身，因而总被拒绝：{cycle}",
        ("take one of them away, or let a 'when' stop it", "请去掉其中一个，或用 when 让它停下"),
    ),
    unknown(
        "OL460",
        "unknown playbook '{name}'",
        "未知的预案“{name}”",
        ("declare it in a document of kind 'playbook'", "请用 kind 为 playbook 的文档声明它"),
    ),
    code(
        "OL461",
        "the playbook '{name}' is about '{record}', not '{here}'",
        "预案“{name}”针对“{record}”，而不是“{here}”",
        (
            "run a playbook about '{here}', or name the '{record}' with 'of'",
            "请运行针对“{here}”的预案，或用 of 写明哪条“{record}”",
        ),
    ),
    unknown(
        "OL462",
        "the playbook '{owner}' has no input '{name}'",
        "预案“{owner}”没有输入项“{name}”",
        ("declare it under its 'input', or leave it out", "请在其 input 下声明，或去掉它"),
    ),
    code(
        "OL463",
        "the playbook '{playbook}' cannot do without '{name}'",
        "预案“{playbook}”必须有“{name}”",
        ("give it under 'with'", "请在 with 下提供"),
    ),
    code(
        "OL464",
        "'{found}' does not divide the day into whole parts",
        "“{found}”不能把一天等分",
        (
            "write an interval from 1m to 24h that fits, as 5m, 15m, 1h or 6h",
            "请写 1m 到 24h 之间能整除一天的间隔，如 5m、15m、1h、6h",
        ),
    ),
    code(
        "OL465",
        "'{verb}' is about a record, and here is none",
        "“{verb}”针对一条记录，而这里没有记录",
        ("say under '{told}' who gets it: a role or an address", "请在 {told} 下写明角色或地址"),
        (
            "give the schedule 'each', or name the record with 'of'",
            "请为定时计划加上 each，或用 of 写明记录",
        ),
    ),
    code(
        "OL466",
        "'{name}' happens to no record, so that the rule cannot be about '{record}'",
        "“{name}”不针对任何记录，因此规则不能针对“{record}”",
        (
            "make a rule of its own for '{name}', without 'record'",
            "请为“{name}”另写一条不带 record 的规则",
        ),
    ),
    code(
        "OL467",
        "no month has a day {found}",
        "没有哪个月有 {found} 号",
        (
            "write 1 to 31, or 'last' for the last day of each month",
            "请写 1 至 31，每月最后一天写 last",
        ),
    ),
    code(
        "OL792",
        "a playbook runs on one record ('of') or on many ('over'), not both",
        "预案要么针对一条记录（of），要么针对多条（over），不能两者都写",
        ("leave one of the two out", "请去掉其中之一"),
    ),
    code(
        "OL468",
        "'{name}' is the record outside a selection, and here is none",
        "“{name}”是选取之外的那条记录，而这里没有",
        (
            "read the fields by their own names, or 'event' and 'settings'",
            "请直接用字段名读取，或使用 event、settings",
        ),
    ),
)
