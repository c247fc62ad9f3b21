"""OL50x to OL53x, OL58x, OL59x, OL94x: why XML, forms, workbooks and others cannot be taken."""

from orderloom.codes.model import code

XML = (
    code(
        "OL505",
        "line {line}, column {column}: '{found}' is not well-formed XML here",
        "第 {line} 行第 {column} 列：'{found}' 处不是合法的 XML",
    ),
    code(
        "OL506",
        "the XML stops in the middle, at line {line}, column {column}",
        "XML 不完整，在第 {line} 行第 {column} 列中断",
        ("the message was cut off; send it again", "消息被截断，请重新发送"),
    ),
    code(
        "OL507",
        "line {line} has a DOCTYPE, which is never taken",
        "第 {line} 行有 DOCTYPE，一律不接受",
        (
            "send the document without it: entities are not expanded, other files are not read",
            "请去掉 DOCTYPE：不展开实体，也不读取其他文件",
        ),
    ),
    code(
        "OL508",
        "line {line}: the elements are nested deeper than {limit}",
        "第 {line} 行：元素嵌套超过 {limit} 层",
    ),
    code(
        "OL509",
        "the XML declares the encoding '{encoding}', which is not read",
        "XML 声明的编码“{encoding}”无法读取",
        ("write it in UTF-8 or GB18030", "请用 UTF-8 或 GB18030 编码"),
    ),
    code(
        "OL510",
        "the XML begins as {found} but declares '{declared}'",
        "XML 以 {found} 开头，却声明为“{declared}”",
        ("correct the declaration", "请修改声明"),
    ),
    code(
        "OL527",
        "line {line}: the XML has more than {limit} elements",
        "第 {line} 行：XML 的元素超过 {limit} 个",
        ("send it in smaller parts", "请拆分后再发送"),
    ),
    code(
        "OL528",
        "line {line}, column {column}: '{element}' is still open and is not what is closed here",
        "第 {line} 行第 {column} 列：“{element}”尚未关闭，这里关闭的不是它",
        ("close it with </{element}>", "请用 </{element}> 关闭"),
    ),
)

FORMS = (
    code(
        "OL529",
        "byte {offset}: '{found}' does not stand in an encoded form",
        "第 {offset} 字节：编码后的表单中不会有 '{found}'",
        (
            "send name=value pairs joined by '&', everything else as %XX",
            "请以 '&' 连接 name=value，其余字符写作 %XX",
        ),
    ),
    code(
        "OL530",
        "the form has {count} fields, more than {limit}",
        "表单有 {count} 个字段，超过上限 {limit}",
    ),
)

WORKBOOKS = (
    code(
        "OL562",
        "'{value}' for '{field}' was kept as a number: a spreadsheet keeps {digits} digits of one",
        "“{field}”的“{value}”按数字保存，而表格软件只保留 {digits} 位数字",
        (
            "format the column as text and enter the value again",
            "请将该列设为文本格式后重新输入",
        ),
    ),
    code(
        "OL563",
        "the cell for '{field}' shows an error",
        "“{field}”的单元格显示错误",
        ("mend the formula, or clear the cell", "请修正公式或清空单元格"),
    ),
    code(
        "OL582",
        "the file is not an Excel workbook (.xlsx)",
        "文件不是 Excel 工作簿（.xlsx）",
        ("save it as .xlsx", "请另存为 .xlsx"),
    ),
    code(
        "OL583",
        "the workbook has a password or is in the format of Excel 97",
        "工作簿有密码，或是 Excel 97 格式",
        ("save it as .xlsx without a password", "请另存为不带密码的 .xlsx"),
    ),
    code(
        "OL584",
        "the workbook has no sheet '{sheet}'",
        "工作簿没有工作表“{sheet}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("its sheets are: {known}", "现有的工作表：{known}"),
    ),
    code(
        "OL585",
        "a sheet's cells span {rows} rows and {columns} columns, more than {limit} cells",
        "工作表的单元格跨越 {rows} 行 {columns} 列，超过 {limit} 个单元格",
        ("clear the cells far from the table", "请清除远离表格的单元格"),
    ),
    code(
        "OL586",
        "reading the workbook took more than {megabytes} MB or {seconds} s",
        "读取工作簿超过 {megabytes} MB 内存或 {seconds} 秒",
        ("split it into smaller files", "请拆分为较小的文件"),
    ),
)

ARCHIVES = (
    code(
        "OL590",
        "the zip file is damaged",
        "zip 文件已损坏",
        ("send it again", "请重新发送"),
    ),
    code(
        "OL591",
        "the zip file has {count} members, more than {limit}, or an oversized directory",
        "zip 文件有 {count} 个成员，超过上限 {limit}，或目录过大",
    ),
    code(
        "OL592",
        "'{member}' in the zip file is compressed {ratio} to 1, more than {limit} to 1",
        "zip 文件中的“{member}”压缩比为 {ratio}:1，超过 {limit}:1",
        ("a file that unpacks so far is taken for an attack", "压缩比过高的文件视为攻击"),
    ),
    code(
        "OL593",
        "'{member}' in the zip file is encrypted or packed in an unusual way",
        "zip 文件中的“{member}”已加密，或压缩方式不常见",
        ("pack it without a password, as an ordinary zip file", "请打包为不带密码的普通 zip 文件"),
    ),
    code(
        "OL594",
        "the zip file unpacks to more than {limit} bytes",
        "zip 文件解压后超过 {limit} 字节",
        ("send it in smaller parts", "请拆分后再发送"),
    ),
    code(
        "OL595",
        "the name '{member}' in the archive leads out of it or cannot be a file's name",
        "压缩包中的名称“{member}”指向包外，或不能作为文件名",
    ),
    code(
        "OL596",
        "'{member}' in the archive is a link",
        "压缩包中的“{member}”是链接",
        ("pack the file itself", "请打包文件本身"),
    ),
    code(
        "OL597",
        "'{member}' stands twice in the archive",
        "“{member}”在压缩包中出现两次",
    ),
    code(
        "OL598",
        "'{member}' in the archive is an archive itself ({kind})",
        "压缩包中的“{member}”本身也是压缩包（{kind}）",
        ("pack the files themselves", "请直接打包文件"),
    ),
    code("OL599", "the archive holds no file", "压缩包中没有文件"),
)

FIXED = (
    code(
        "OL943",
        "the file has {lines} lines, fewer than its head of {head} and its tail of {tail}",
        "文件只有 {lines} 行，少于表头 {head} 行与表尾 {tail} 行",
        (
            "the file was cut off, or correct 'header' and 'footer'",
            "文件不完整，或请修改 header 与 footer",
        ),
    ),
    code(
        "OL944",
        "line {line}, column {column}: the line ends before '{name}' does, which takes {first} to "
        "{last}",
        "第 {line} 行第 {column} 列：该行在“{name}”（第 {first} 至 {last} 位）结束之前中断",
        (
            "the line was cut or its blanks were trimmed, or 'unit' is another",
            "该行被截断或去掉了行尾空格，或 unit 不符",
        ),
    ),
    code(
        "OL945",
        "line {line}, column {column}: the line goes on behind its last column: {found} positions, "
        "not {width}",
        "第 {line} 行第 {column} 列：该行超出最后一列：共 {found} 位，应为 {width} 位",
        (
            "name the rest of the line as a column too, or 'unit' is another",
            "请把行的其余部分也列为一列，或 unit 不符",
        ),
    ),
    code(
        "OL946",
        "line {line}, column {column}: the border of '{name}' ({first} to {last}) would cut a "
        "character in two",
        "第 {line} 行第 {column} 列：“{name}”（第 {first} 至 {last} 位）的边界会把一个字符切成两半",
        (
            "correct 'start' and 'width', or count characters: 'unit: characters'",
            "请修改 start 和 width，或改用 unit: characters",
        ),
    ),
)

CODES = (*FIXED, *XML, *FORMS, *WORKBOOKS, *ARCHIVES)
