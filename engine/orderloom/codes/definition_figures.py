"""OL15x, OL16x: figures: items that are none, what cannot be measured, windows that clash."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

FIGURE_CODES = (
    unknown(
        "OL150",
        "'{name}' is neither an event nor a record type, so it has no items",
        "“{name}”既不是事件也不是记录类型，没有可计的项",
        (
            "name an event such as 'order.created', or a record type",
            "请写事件（如 order.created）或记录类型",
        ),
    ),
    code(
        "OL151",
        "'count' names its items itself, and 'of' names them again",
        "count 本身已写明各项，of 又写了一次",
        ("leave 'of' out", "请去掉 of"),
    ),
    code(
        "OL152",
        "'{kind}' measures the items of 'of', which is not there",
        "“{kind}”度量 of 的各项，但没有写 of",
        (
            "add 'of' with an event such as 'order.created', or a record type",
            "请加上 of：事件（如 order.created）或记录类型",
        ),
    ),
    code(
        "OL153",
        "no '{kind}' can be made of {found}",
        "不能对 {found} 求“{kind}”",
        (
            "measure a number, an amount of money or a duration, or take 'count' or 'distinct'",
            "请度量数字、金额或时长，或改用 count、distinct",
        ),
    ),
    code(
        "OL154",
        "'{key}' is for {only} only",
        "“{key}”只用于 {only}",
        ("leave it out", "请去掉它"),
    ),
    unknown(
        "OL155",
        "the items have no name '{name}' that could make their group",
        "各项没有可用来分组的名称“{name}”",
        (
            "group by a field of the record, a part of the event, or one of an entry of 'each'",
            "请按记录的字段、事件的内容或 each 条目的内容分组",
        ),
    ),
    code(
        "OL156",
        "'{name}' is {type}, which makes no group",
        "“{name}”是 {type}，不能用来分组",
        ("group by a single value", "请按单个值分组"),
    ),
    code(
        "OL157",
        "'{name}' makes the group of an item, but means nothing here, so that no group is picked",
        "“{name}”是各项的分组，但在此处没有含义，无法选定一组",
        ("say which: '{{{name}: =…}}'", "请写明选哪一组：{{{name}: =…}}"),
    ),
    code(
        "OL158",
        "nothing says which '{name}' is meant",
        "没有写明是哪一个“{name}”",
        ("give it a value, such as '=event.{name}'", "请给出值，如 =event.{name}"),
    ),
    code(
        "OL159",
        "the figure '{name}' is called like something else that can be named here",
        "指标“{name}”与此处可用的另一名称相同",
        ("choose another name", "请换一个名称"),
    ),
    unknown(
        "OL160",
        "'{name}' is no list whose entries could be the items",
        "“{name}”不是列表，其条目不能作为各项",
        ("name a field of type list", "请写类型为 list 的字段"),
    ),
    unknown(
        "OL161",
        "'{name}' is no instant of the records",
        "“{name}”不是记录的时刻",
        ("name a field of type time", "请写类型为 time 的字段"),
    ),
    code(
        "OL162",
        "'{name}' does not belong to the item, and a figure keeps each item for itself",
        "“{name}”不属于被计的项，而指标只按项本身计算",
        (
            "use the item's own names; whoever asks says 'within', 'since' and the values of 'by'",
            "请只用该项自己的名称；询问者写 within、since 与 by 的值",
        ),
    ),
    code(
        "OL163",
        "'{first}' and '{second}' are both windows, and a figure has one",
        "“{first}”与“{second}”都是时间窗，而一个指标只有一个",
        ("leave one of them out", "请去掉其中一个"),
    ),
    code(
        "OL165",
        "'{name}' is worked out when it is asked for, and nothing would wake this when it changes",
        "“{name}”在询问时才计算，其变化不会触发此处",
        ("use it in rules, guards and actions", "请在规则、守卫条件和动作中使用"),
    ),
    code(
        "OL166",
        "the field '{name}' is {type}, but its figure gives {found}",
        "字段“{name}”是 {type}，而其指标给出 {found}",
        ("change the field's type", "请修改字段的类型"),
    ),
    code(
        "OL164",
        "'{kind}' would keep '{name}', which is sensitive, beyond the record's own erasure",
        "“{kind}”会保留敏感的“{name}”，删除记录时也无法抹去",
        ("use 'count', 'distinct' or 'share'", "请改用 count、distinct 或 share"),
    ),
)
