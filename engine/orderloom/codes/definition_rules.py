"""OL17x, OL18x: rules that last, and limits on what rules set off."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

RULE_CODES = (
    code(
        "OL171",
        "'{key}: {found}' lasts no time at all",
        "“{key}: {found}”不持续任何时间",
        ("write a duration such as 30s, 15m, 48h or 7d", "请写一个时长，如 30s、15m、48h、7d"),
    ),
    code(
        "OL172",
        "'{key}' means nothing without '{needs}'",
        "没有“{needs}”时“{key}”没有意义",
        ("leave it out, or write the rule with '{needs}'", "请去掉它，或用“{needs}”写此规则"),
    ),
    code(
        "OL173",
        "'record' finds another record here, and nothing would tell the rule of its changes",
        "此处用 record 查找另一条记录，其变化不会通知到该规则",
        (
            "reach it by a field of type 'reference', or by 'records'",
            "请通过 reference 或 records 类型的字段到达它",
        ),
    ),
    code(
        "OL174",
        "a lasting condition cannot ask '{name}': nothing would wake it at the right moment",
        "持续条件不能使用“{name}”：没有什么会在恰当的时刻唤醒它",
        ("say how long it must be true with 'for'", "请用 for 写明须成立多久"),
    ),
    code(
        "OL175",
        "'{name}' tells of a moment, and a lasting condition of what things are like",
        "“{name}”说的是某一时刻，而持续条件说的是状态",
        ("ask for fields of the record, or listen with 'on'", "请使用记录的字段，或改用 on 监听"),
    ),
    code(
        "OL176",
        "it is not said of which records this is to be true",
        "没有写明针对哪类记录",
        ("name their type with 'record'", "请用 record 写明记录类型"),
    ),
    code(
        "OL177",
        "a brake without a limit never brakes",
        "没有上限的制动永远不会生效",
        ("give 'records', 'share', or both", "请给出 records 或 share，或两者"),
    ),
    unknown(
        "OL179",
        "nothing that a brake could hold up is called '{name}'",
        "没有名为“{name}”、可被制动的定义",
        ("write the kind and the id, such as rule/big_order", "请写种类与标识，如 rule/big_order"),
    ),
    code(
        "OL180",
        "a lasting rule about records cannot have '{key}': it is not said whom a figure concerns",
        "针对记录的持续规则不能有“{key}”：无从得知指标涉及哪条记录",
        (
            "leave 'record' out and judge by group, or ask at events with 'on'",
            "请去掉 record 改为按分组判断，或用 on 在事件时判断",
        ),
    ),
    code(
        "OL181",
        "no figure of this rule has groups by {per}",
        "此规则没有按 {per} 分组的指标",
        (
            "give it 'facts', one of them with 'by' the same names as 'per'",
            "请给出 facts，其中一项的 by 与 per 名称相同",
        ),
    ),
    unknown(
        "OL182",
        "unknown rule '{name}'",
        "未知的规则“{name}”",
        ("declare it in a document of kind 'rule'", "请用 kind 为 rule 的文档声明它"),
    ),
    code(
        "OL183",
        "'{name}' never lasts, so that it cannot be on",
        "“{name}”不是持续规则，不会处于触发状态",
        ("name a rule with 'while'", "请写一个带 while 的规则"),
    ),
    unknown(
        "OL184",
        "the rule '{rule}' is on for nothing called '{name}'",
        "规则“{rule}”没有名为“{name}”的值",
        ("name a field of its record, or one of its 'per'", "请写其记录的字段或其 per 中的名称"),
    ),
    code(
        "OL187",
        "'{rule}' may set itself off again by writing {field}: {cycle}",
        "“{rule}”写入 {field} 后可能再次触发自己：{cycle}",
        (
            "let one of them stop: by another event, 'once_per', or a value that settles",
            "请让其中一个停下：改用其他事件、once_per，或写入会稳定的值",
        ),
    ),
)
