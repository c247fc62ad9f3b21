"""OL17x, OL18x: rules that last, and limits on what rules set off."""

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
)
