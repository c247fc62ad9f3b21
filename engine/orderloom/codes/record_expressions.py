"""OL23x: expressions that look at other records or at tables."""

from orderloom.codes.definition_names import KNOWN, NEAREST
from orderloom.codes.model import code

CODES = (
    code(
        "OL230",
        "unknown record type '{found}'",
        "未知的记录类型“{found}”",
        NEAREST,
        ("name a record type of this flow", "请写本流程的记录类型"),
    ),
    code(
        "OL231",
        "a '{record}' is known by {wanted} values ({identity}), not {found}",
        "“{record}”由 {wanted} 个值（{identity}）确定，而不是 {found} 个",
        ("give them in this order: {identity}", "请依次给出：{identity}"),
    ),
    code(
        "OL232",
        "'{name}' of '{record}' is of type {expected}, not {found}",
        "“{record}”的“{name}”是 {expected} 类型，而不是 {found}",
        ("give a value of type {expected}", "请给出 {expected} 类型的值"),
    ),
    code(
        "OL233",
        "more than {limit} references in a row",
        "连续的引用超过 {limit} 个",
        (
            "make a computed field of the end of the path in the record that it starts from",
            "请在路径中途的记录里把后半段做成计算字段",
        ),
    ),
    code(
        "OL234",
        "'newest' takes a list of records, this is {found}",
        "newest 需要记录的列表，这里是 {found}",
        ("name a field of type 'records', or use 'sorted'", "请写 records 类型的字段，或用 sorted"),
    ),
    code(
        "OL235",
        "'{found}' is no machine's field here",
        "“{found}”不是这里的状态机字段",
        NEAREST,
        ("the machines' fields are {known}", "状态机字段有 {known}"),
        ("this record has no machine", "此记录没有状态机"),
    ),
    code(
        "OL236",
        "'{field}' has no state '{found}'",
        "“{field}”没有状态“{found}”",
        NEAREST,
        ("the states are {known}", "状态有 {known}"),
    ),
    code(
        "OL237",
        "unknown table '{found}'",
        "未知的表“{found}”",
        NEAREST,
        ("declare it in a document of kind 'table'", "请用 kind 为 table 的文档声明它"),
    ),
    code(
        "OL238",
        "the table '{table}' has no column '{found}'",
        "表“{table}”没有列“{found}”",
        NEAREST,
        KNOWN,
    ),
    code(
        "OL239",
        "the table '{table}' also asks for {lacking}",
        "表“{table}”还需要 {lacking}",
        ("give each as column=value", "请逐一写成 列=值"),
    ),
    code(
        "OL241",
        "'{found}' is a plain list, not a table with columns",
        "“{found}”是普通列表，不是带列的表",
        ("use it as tables.{found}", "请用 tables.{found}"),
    ),
    code(
        "OL242",
        "'{found}' has rows: it is read by 'pick'",
        "“{found}”带有行，要用 pick 读取",
        ('write pick("{found}", column=…)', '请写 pick("{found}", 列=…)'),
    ),
    code(
        "OL243",
        "a reference is compared with the text '{found}', but holds the id of a record",
        "引用存放的是记录的 id，却与文本“{found}”比较",
        ("compare a part of it, such as .{part}", "请比较它的某个部分，如 .{part}"),
    ),
    code(
        "OL244",
        "the table '{found}' has no column with 'match' to pick by",
        "表“{found}”没有带 match 的列，无从选取",
        (
            "give a column 'match', or the table 'hit: all'",
            "请给某列加上 match，或给表加上 hit: all",
        ),
    ),
    code(
        "OL245",
        "'convert' needs a table 'rates' with the columns from, to and rate",
        "convert 需要名为 rates 的表，含 from、to、rate 三列",
        (
            "declare it: from and to are text, rate is decimal; since and until, time or date",
            "请声明该表：from、to 为 text，rate 为 decimal，since、until 为 time 或 date",
        ),
    ),
    code(
        "OL246",
        "'{found}' of the table '{table}' is what a row gives, not what it is picked by",
        "“{found}”是表“{table}”的行给出的值，不是选取的条件",
        ("pick by {known}, then read .{found}", "请按 {known} 选取，再读取 .{found}"),
        ("give the column 'match'", "请给该列加上 match"),
    ),
)
