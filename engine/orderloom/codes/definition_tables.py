"""OL28x and OL29x: tables whose cells cannot be understood, or whose rows do not fit together."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

TABLE_CODES = (
    code(
        "OL281",
        "'{value}' is no rate of exchange",
        "“{value}”不能作为汇率",
        ("give a number above 0", "请填大于 0 的数"),
    ),
    code(
        "OL282",
        "the rate from {source} to {target} stands twice for one 'since'",
        "{source} 对 {target} 的汇率在同一 since 下出现了两次",
        ("take out one of them, or give it another 'since'", "请去掉一个，或改写 since"),
    ),
    code(
        "OL283",
        "a plain list holds at most {limit} values, not {count}",
        "普通列表最多 {limit} 个值，这里有 {count} 个",
        (
            "make it a table with a column 'match: equal', and read it with 'pick'",
            "请改成带 match: equal 列的表，用 pick 读取",
        ),
    ),
    code(
        "OL284",
        "'{column}' is a condition, and 'else' is for when none fits",
        "“{column}”是条件，而 else 用于没有行相符时",
        ("leave it out of 'else'", "请从 else 中去掉它"),
    ),
    code(
        "OL285",
        "the file has no column '{column}', which the table declares",
        "文件没有表所声明的列“{column}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("its columns are: {columns}", "文件的列有：{columns}"),
    ),
    unknown(
        "OL290",
        "the table '{table}' has no column '{name}'",
        "表“{table}”没有列“{name}”",
        ("declare it under 'columns'", "请在 columns 下声明它"),
    ),
    code(
        "OL291",
        "the row says nothing for '{column}'",
        "该行没有写“{column}”",
        ("fill it in; a condition that any value meets is '-'", "请填写；任意值都符合的条件写 -"),
    ),
    code(
        "OL292",
        "'{value}' is no band of type {type}",
        "“{value}”不是 {type} 类型的区间",
        (
            "write it like {example}; leave out an end that is open, and write '-' for any",
            "请写成 {example} 的形式；没有限制的一端留空，任意值写 -",
        ),
    ),
    code(
        "OL293",
        "the band '{value}' holds nothing",
        "区间“{value}”是空的",
        (
            "put the lower end first, the upper, which is outside, after it, in one currency",
            "请先写下端，再写上端（不含在内），币种相同",
        ),
    ),
    code(
        "OL294",
        "no row fits {example}",
        "没有行符合 {example}",
        ("add a row for it, or an 'else'", "请为它加一行，或加上 else"),
    ),
    code(
        "OL295",
        "this row and row {row} both fit {example}",
        "此行与第 {row} 行都符合 {example}",
        (
            "let their conditions exclude each other, or say 'hit: first' or 'hit: all'",
            "请让条件互斥，或写 hit: first 或 hit: all",
        ),
    ),
    code(
        "OL296",
        "'{match}' cannot judge a column of type {type}",
        "{match} 不能用于 {type} 类型的列",
        (
            "use 'equal' or 'any_of', or one of the types {types}",
            "请用 equal 或 any_of，或改用类型 {types}",
        ),
    ),
    code(
        "OL297",
        "'{file}' is no file of rows of this flow",
        "“{file}”不是本流程的数据文件",
        (
            "name a .csv or .xlsx file below the flow's folder: no '..', no link, no absolute path",
            "请写流程文件夹之下的 .csv 或 .xlsx 文件：不用“..”、链接或绝对路径",
        ),
    ),
    code(
        "OL298",
        "the table is larger than {limit}",
        "表超过 {limit}",
        ("split it, or keep what it holds as records", "请拆分，或把内容做成记录"),
    ),
)
