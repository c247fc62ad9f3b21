"""OL98x: calendars, and what counts working time by them."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

CALENDAR_CODES = (
    code(
        "OL980",
        "there is no calendar '{found}'",
        "没有名为“{found}”的日历",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("declare it in a document of kind 'calendar'", "请用 kind 为 calendar 的文档声明它"),
    ),
    code(
        "OL981",
        "'{found}' are no hours of a day",
        "“{found}”不是一天中的时段",
        (
            "write from-to, such as 09:00-18:00, to 24:00 at most; past midnight write two parts",
            "请写 起-止，如 09:00-18:00，最晚到 24:00；跨午夜的请分成两段",
        ),
    ),
    code(
        "OL982",
        "'{found}' begins before the part ahead of it ends",
        "“{found}”在前一段结束之前开始",
        ("write the parts of a day one after the other", "请按先后顺序写出各段，互不重叠"),
    ),
    code(
        "OL983",
        "make-up days have Monday's hours, and Monday has none",
        "补班日按周一的时段计算，而周一没有时段",
        ("give 'mon' its hours", "请为 mon 写上时段"),
    ),
    unknown(
        "OL984",
        "'{name}' is neither a day nor a plain list of days",
        "“{name}”既不是日期，也不是日期列表",
        (
            "write a day such as 2026-02-17, or the id of a table whose 'values' are days",
            "请写日期，如 2026-02-17，或 values 全为日期的表的标识",
        ),
    ),
    code(
        "OL985",
        "{day} is both a holiday and a make-up working day",
        "{day} 既是节假日又是补班日",
        ("take it out of one of the two", "请从其中一处去掉"),
    ),
    unknown(
        "OL986",
        "there is no calendar '{name}'",
        "没有名为“{name}”的日历",
        ("declare it in a document of kind 'calendar'", "请用 kind 为 calendar 的文档声明它"),
    ),
    code(
        "OL987",
        "'workday' says which days only with a calendar",
        "workday 要有日历才知道是哪些日子",
        ("add 'calendar: …'", "请加上 calendar: …"),
    ),
)
