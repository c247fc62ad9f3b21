"""Stocks, as defined and while a flow runs.

OL055, OL734 to OL739, OL748, OL749, OL759, OL772 to OL779, OL787 to OL789 and OL828.
"""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

STOCK_CODES = (
    code(
        "OL055",
        "what a stock has is not known here: nothing would say when it changes",
        "此处不能读取库存：库存变化时无从得知",
        (
            "read it in 'when' of a rule on an event such as stock.X.low, or in an action",
            "请在规则的 when 中于 stock.X.low 等事件时读取，或在动作中读取",
        ),
    ),
    unknown("OL734", "there is no stock '{name}'", "没有库存“{name}”"),
    unknown("OL735", "stock '{stock}' has no kind '{name}'", "库存“{stock}”没有状态“{name}”"),
    code(
        "OL736",
        "the rows of table '{table}' are not named by a column 'id', each by another text",
        "表“{table}”的各行没有用列 id 以互不相同的文本命名",
        (
            "give the table a column 'id' without 'match', with a cell in each row",
            "请为该表增加不带 match 的列 id，并在每行填写",
        ),
    ),
    unknown(
        "OL737",
        "no event of '{record}' is called '{name}'",
        "“{record}”没有名为“{name}”的事件",
    ),
    code(
        "OL738",
        "the lines have no '{name}'",
        "明细缺少“{name}”",
        ("give each line '{name}'", "请在每行写出“{name}”"),
    ),
    code(
        "OL739",
        "lines are a list, and '{found}' is none",
        "明细须为列表，而“{found}”不是",
        ("write a list after '=', or lines one by one", "请写以“=”开头的列表，或逐行列出"),
    ),
    code(
        "OL748",
        "goods are not moved to 'reserved'",
        "货品不能移到 reserved",
        ("write 'reserve': a record has what is reserved", "请用 reserve：预留的货品属于某条记录"),
    ),
    code(
        "OL749",
        "'{name}' leads between the same kinds as '{other}'",
        "“{name}”与“{other}”的起止状态相同",
        ("make them one", "请合并为一个"),
    ),
    code(
        "OL777",
        "'{found}' does not rank places",
        "“{found}”不能用来排列地点",
        (
            "write 'fewest', or a value of 'place' after '='",
            "请写 fewest，或以“=”开头、关于 place 的值",
        ),
    ),
    unknown(
        "OL759",
        "'by' is never '{name}' for a record '{record}'",
        "对记录“{record}”，by 不会是“{name}”",
    ),
    code(
        "OL828",
        "'by' tells '{name}', which is sensitive: whose share was taken is kept in the clear",
        "by 透露敏感的“{name}”：占用了谁的配额是明文保存的",
        ("share by something else", "请按其他值分配"),
    ),
    code(
        "OL789",
        "the shares are {found} together",
        "各比例合计为 {found}",
        ("let them be 100% at most; the rest is common", "合计须不超过 100%；余下的归公共"),
    ),
    unknown("OL779", "there is no table '{name}'", "没有表“{name}”"),
)

MOVEMENT_CODES = (
    code(
        "OL772",
        "line {number} has no quantity more than 0 and less than 10^15 with at most nine decimals, "
        "but '{found}'",
        "第 {number} 行的数量须大于 0、小于 10^15 且至多九位小数，而不是“{found}”",
    ),
    code("OL773", "line {number} has no '{name}'", "第 {number} 行缺少“{name}”"),
    code("OL774", "stock '{stock}' has no place '{found}'", "库存“{stock}”没有地点“{found}”"),
    code(
        "OL775",
        "'{item}' is short in stock '{stock}': {wanted} wanted, {found} {kind}",
        "库存“{stock}”中“{item}”不足：需要 {wanted}，{kind} 只有 {found}",
    ),
    code(
        "OL788",
        "'{item}' is short in stock '{stock}': {wanted} wanted, {found} free; {kept} are kept for "
        "others",
        "库存“{stock}”中“{item}”不足：需要 {wanted}，可占 {found}；另有 {kept} 为他人保留",
    ),
    code(
        "OL776",
        "it has reserved other lines there already",
        "它在此已预留了其他明细",
        ("release them first", "请先释放"),
    ),
    code(
        "OL787",
        "it waits for consent to move other goods: '{title}'",
        "它正等待批准移动其他货品：“{title}”",
        ("decide or withdraw that first", "请先决定或撤回该审批"),
    ),
    code(
        "OL778",
        "it has reserved {found} of '{item}' there, not {wanted}",
        "它在此预留的“{item}”为 {found}，而不是 {wanted}",
    ),
)
