"""OL5xx: why a message or one of its items cannot be taken.

The wording of OL54x to OL57x is filled with an item fault's own facts: ``field`` and ``value``
stand there beside what the code adds, ``value`` short and masked where it must be.
"""

from orderloom.codes import connecting, formats, plugins, speaking
from orderloom.codes.model import code

MESSAGES = (
    code(
        "OL501",
        "the text is not {encoding}: byte {offset} (line {line}) cannot be read",
        "文本不是 {encoding} 编码：第 {offset} 字节（第 {line} 行）无法读取",
        (
            "save the file as UTF-8, or say 'encoding: gbk' in 'read' if that is what it is",
            "请将文件另存为 UTF-8；若确为 GBK，请在 read 中写 'encoding: gbk'",
        ),
    ),
    code(
        "OL502",
        "the message has {size} bytes, more than {limit}",
        "消息有 {size} 字节，超过上限 {limit}",
        ("send it in smaller parts", "请拆分后再发送"),
    ),
    code("OL503", "the message is empty", "消息为空"),
    code(
        "OL504",
        "line {line}, column {column} holds a NUL character",
        "第 {line} 行第 {column} 列有 NUL 字符",
        (
            "the file was cut off or is not a text; send it again",
            "文件被截断或不是文本，请重新发送",
        ),
    ),
    code(
        "OL511",
        "line {line}, column {column}: '{found}' is not JSON here",
        "第 {line} 行第 {column} 列：'{found}' 处不是合法的 JSON",
    ),
    code(
        "OL512",
        "the JSON stops in the middle, at line {line}, column {column}",
        "JSON 不完整，在第 {line} 行第 {column} 列中断",
        ("the message was cut off; send it again", "消息被截断，请重新发送"),
    ),
    code(
        "OL513",
        "line {line}, column {column}: '{found}' is not a number of JSON",
        "第 {line} 行第 {column} 列：'{found}' 不是 JSON 数字",
        ("send null for a number that is not there", "没有数值时请发送 null"),
    ),
    code(
        "OL514",
        "line {line}, column {column}: '{found}' is half of a character",
        "第 {line} 行第 {column} 列：'{found}' 只是半个字符",
    ),
    code("OL515", "the JSON is nested too deeply", "JSON 嵌套过深"),
    code(
        "OL516",
        "the key '{key}' stands twice in {where}",
        "键“{key}”在 {where} 中出现两次",
    ),
    code(
        "OL517",
        "the path '{path}' is absent: {where} has no '{key}'",
        "路径“{path}”不存在：{where} 没有“{key}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("it has: {known}", "它有：{known}"),
    ),
    code(
        "OL518",
        "the path '{path}' does not fit: {where} is {kind}, not {wanted}",
        "路径“{path}”不适用：{where} 是 {kind}，不是 {wanted}",
    ),
    code(
        "OL519",
        "the document is {kind}, neither an object nor a list",
        "文档是 {kind}，既不是 object 也不是 list",
    ),
    code(
        "OL538",
        "the document is an empty list where one item or a list of them is expected",
        "文档是空列表，而应为一个条目或条目列表",
        (
            "where a list may be empty, write each: \"[*]\" in 'read'",
            '若列表可以为空，请在 read 中写 each: "[*]"',
        ),
    ),
    code(
        "OL520",
        "the file has more than {limit} lines",
        "文件超过 {limit} 行",
        ("send it in smaller parts", "请拆分后再发送"),
    ),
    code(
        "OL521",
        "there is no row {row} for the column names: the file has {rows} rows",
        "没有用作列名的第 {row} 行：文件共 {rows} 行",
        ("correct 'header' in 'read'", "请修改 read 中的 'header'"),
    ),
    code(
        "OL522",
        "column {column} of the header has no name (line {line})",
        "表头第 {column} 列没有名称（第 {line} 行）",
        ("name the column, or remove it with its separator", "请为该列命名，或连同分隔符删除"),
    ),
    code(
        "OL523",
        "the column '{column}' stands twice in the header (line {line})",
        "列“{column}”在表头中出现两次（第 {line} 行）",
        ("rename one of the two", "请给其中一列改名"),
    ),
    code(
        "OL524",
        "the file has no column '{column}', which the mapping reads",
        "文件没有映射要读取的列“{column}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("its columns are: {known}", "现有的列：{known}"),
    ),
    code(
        "OL525",
        "a quote opened in the row at line {line} is never closed",
        "第 {line} 行起的记录中，引号没有闭合",
        ("write a quote inside a quoted cell twice", "引号内的引号请写两次"),
    ),
    code(
        "OL526",
        "a cell of the row at line {line} is longer than {limit} characters",
        "第 {line} 行起的记录中，有单元格超过 {limit} 个字符",
        ("a quote opened there may never be closed", "可能有引号没有闭合"),
    ),
)

ITEMS = (
    code(
        "OL537",
        "the item has {size} bytes, more than {limit}",
        "该条目有 {size} 字节，超过上限 {limit}",
    ),
    code(
        "OL531",
        "the row has {found} cells, the header {expected}",
        "该行有 {found} 个单元格，表头有 {expected} 个",
        ("quote a cell that contains the separator", "含有分隔符的单元格请加引号"),
    ),
    code(
        "OL532",
        "after a closing quote stands something else than a separator",
        "右引号之后不是分隔符",
        ("write a quote inside a quoted cell twice", "引号内的引号请写两次"),
    ),
    code("OL533", "the item is {kind}, not an object", "该条目是 {kind}，不是 object"),
    code("OL534", "the key '{key}' stands twice in the item", "键“{key}”在该条目中出现两次"),
    code(
        "OL535",
        "the item is nested deeper than {limit}",
        "该条目嵌套超过 {limit} 层",
    ),
    code(
        "OL536",
        "the number at '{way}' is out of all range",
        "“{way}”处的数字超出范围",
    ),
)

FIELDS = (
    code(
        "OL540",
        "the field '{field}' is part of the identity and has no value",
        "字段“{field}”属于标识，但没有值",
    ),
    code(
        "OL541",
        "the field '{field}' must not be empty",
        "字段“{field}”不能为空",
    ),
    code(
        "OL542",
        "the value of '{field}' is {kind}, not a text",
        "“{field}”的值是 {kind}，不是文本",
    ),
    code(
        "OL543",
        "the text of '{field}' contains a NUL character",
        "“{field}”的文本含有 NUL 字符",
    ),
    code(
        "OL544",
        "'{value}' is not a whole number, as '{field}' wants",
        "“{value}”不是“{field}”要求的整数",
    ),
    code(
        "OL545",
        "'{value}' is not a number, as '{field}' wants",
        "“{value}”不是“{field}”要求的数字",
        (
            'say how it is written, such as format: "1,234.56"',
            '请说明书写方式，例如 format: "1,234.56"',
        ),
    ),
    code(
        "OL546",
        "'{value}' has more digits than '{field}' can hold ({limit})",
        "“{value}”的位数超过“{field}”的上限（{limit}）",
    ),
    code(
        "OL547",
        "'{value}' is not an amount of money, as '{field}' wants",
        "“{value}”不是“{field}”要求的金额",
    ),
    code(
        "OL548",
        "the money '{value}' for '{field}' names no currency",
        "“{field}”的金额“{value}”没有币种",
        ("give the field a 'currency'", "请为该字段指定 'currency'"),
    ),
    code(
        "OL549",
        "'{currency}' in '{field}' is not a currency of ISO 4217",
        "“{field}”中的“{currency}”不是 ISO 4217 币种",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
    ),
    code(
        "OL550",
        "'{value}' is in {currency}, while '{field}' is kept in {expected}",
        "“{value}”的币种是 {currency}，而“{field}”使用 {expected}",
    ),
    code(
        "OL551",
        "'{value}' is neither true nor false, as '{field}' wants",
        "“{value}”不是“{field}”要求的是/否",
        ("understood are: true false 1 0 yes no 是 否", "可识别：true false 1 0 yes no 是 否"),
    ),
    code(
        "OL552",
        "'{value}' is not a time written as {expected}, as '{field}' wants",
        "“{value}”不是“{field}”要求的时间（{expected}）",
        ("say how it is written with 'format'", "请用 'format' 说明书写方式"),
    ),
    code(
        "OL553",
        "'{value}' as {expected} is the year {year}, which '{field}' cannot mean",
        "“{value}”按 {expected} 计为 {year} 年，不可能是“{field}”的值",
        ("choose between epoch_s and epoch_ms", "请在 epoch_s 与 epoch_ms 之间选择"),
    ),
    code(
        "OL554",
        "'{value}' is not a date written as {expected}, as '{field}' wants",
        "“{value}”不是“{field}”要求的日期（{expected}）",
        ("say how it is written with 'format'", "请用 'format' 说明书写方式"),
    ),
    code(
        "OL555",
        "'{value}' is not a duration such as 30m, nor a number of seconds, as '{field}' wants",
        "“{value}”不是“{field}”要求的时长（如 30m，或秒数）",
    ),
    code(
        "OL556",
        "'{value}' is none of the words of '{field}'",
        "“{value}”不是“{field}”的可用值",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("it may be: {known}", "可以是：{known}"),
    ),
    code(
        "OL557",
        "'{value}' is not in the table of '{field}'",
        "“{value}”不在“{field}”的对照表中",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("the table has: {known}", "表中有：{known}"),
    ),
    code(
        "OL558",
        "the value of '{field}' is {kind}, not a list",
        "“{field}”的值是 {kind}，不是 list",
    ),
    code(
        "OL559",
        "the value of '{field}' is {kind}, not an object",
        "“{field}”的值是 {kind}，不是 object",
    ),
    code(
        "OL965",
        "the value of '{field}' is no place on earth",
        "“{field}”的值不是有效的地点",
        (
            "it takes 'lat' from -90 to 90 and 'lng' from -180 to 180, both of them",
            "需同时给出 lat（-90 至 90）和 lng（-180 至 180）",
        ),
    ),
    code(
        "OL560",
        "the value of '{field}' cannot be worked out",
        "“{field}”的值无法计算",
    ),
    code(
        "OL561",
        "the field '{field}' is nested deeper than {limit}",
        "字段“{field}”嵌套超过 {limit} 层",
    ),
    code(
        "OL564",
        "'{value}' for '{field}' comes twice in {zone}, where clocks are set back",
        "“{field}”的“{value}”在 {zone} 时钟回拨时出现两次",
        (
            "write 'doubled: first' or 'doubled: second' in the mapping",
            "请在映射中写 'doubled: first' 或 'doubled: second'",
        ),
    ),
    code(
        "OL565",
        "'{value}' for '{field}' does not exist in {zone}, where clocks are set forward over it",
        "“{field}”的“{value}”在 {zone} 不存在：时钟拨快时被跳过",
        ("check 'zone', or have the sender write the offset", "请检查 zone，或让发送方写明偏移"),
    ),
    code(
        "OL566",
        "the text of '{field}' has {length} characters, more than {limit}",
        "“{field}”的文本有 {length} 个字符，超过上限 {limit}",
    ),
    code(
        "OL567",
        "the list '{field}' has {count} parts, more than {limit}",
        "列表“{field}”有 {count} 项，超过上限 {limit}",
    ),
)

MAPPINGS = (
    code(
        "OL580",
        "'{format}' is not a format of {kind}",
        "“{format}”不是 {kind} 的格式",
        ("possible: {possible}", "可用：{possible}"),
    ),
    code(
        "OL581",
        "there is no time zone '{zone}'",
        "没有时区“{zone}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
    ),
)

CODES = (
    *MESSAGES,
    *ITEMS,
    *FIELDS,
    *formats.CODES,
    *MAPPINGS,
    *connecting.CODES,
    *speaking.CODES,
    *plugins.CODES,
)
