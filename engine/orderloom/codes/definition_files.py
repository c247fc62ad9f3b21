"""OL0xx: files and their YAML."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL001", "the flow does not compile: {count} findings", "流程无法编译：发现 {count} 处问题"
    ),
    code(
        "OL002",
        "the flow has no 'flow.yaml'",
        "流程缺少 flow.yaml",
        (
            "begin one in '{folder}', or name another folder",
            "请在“{folder}”中新建，或指定其他文件夹",
        ),
    ),
    code("OL003", "cannot be read: {reason}", "无法读取：{reason}"),
    code(
        "OL004",
        "the file is not UTF-8",
        "文件不是 UTF-8 编码",
        ("it looks like {encoding}: save it as UTF-8", "看起来是 {encoding}：请另存为 UTF-8"),
        ("save it as UTF-8", "请另存为 UTF-8"),
    ),
    code(
        "OL005",
        "the file is larger than {megabytes} MB",
        "文件超过 {megabytes} MB",
        ("split it into several files", "请拆分为多个文件"),
    ),
    code(
        "OL006",
        "the flow is larger than {files} files or {megabytes} MB: here reading stopped",
        "流程超过 {files} 个文件或 {megabytes} MB：从此处起未读取",
        ("keep other files out of the flow's folder", "请勿在流程文件夹中存放其他文件"),
    ),
    code(
        "OL007",
        "more than {limit} levels inside one another",
        "嵌套超过 {limit} 层",
        ("split the definition", "请拆分该定义"),
    ),
    code(
        "OL008",
        "more than {limit} values in one file",
        "一个文件中的值超过 {limit} 个",
        ("split it into several files", "请拆分为多个文件"),
    ),
    code(
        "OL009",
        "a definition is a map of keys and values",
        "定义应为键值映射",
        ("begin it with 'kind: …'", "请以“kind: …”开头"),
    ),
    code(
        "OL010",
        "the key '{key}' is given twice",
        "键“{key}”重复",
        ("it is given at {related} already: keep one", "已在 {related} 给出：请只保留一处"),
    ),
    code(
        "OL011",
        "anchors are not used in definitions: '{name}'",
        "定义中不使用锚点：“{name}”",
        ("write the value where it is needed", "请在需要处直接写出该值"),
    ),
    code(
        "OL012",
        "aliases are not used in definitions: '*{name}'",
        "定义中不使用别名：“*{name}”",
        (
            "write the value here; text that begins with '*' is quoted",
            "请在此写出该值；以“*”开头的文本请加引号",
        ),
    ),
    code(
        "OL013",
        "merge keys are not used in definitions: '<<'",
        "定义中不使用合并键：“<<”",
        ("write the keys here", "请在此写出各键"),
    ),
    code(
        "OL014",
        "YAML tags are not used in definitions: '{name}'",
        "定义中不使用 YAML 标签：“{name}”",
        (
            "take it away; text that begins with '!' is quoted",
            "请删除；以“!”开头的文本请加引号",
        ),
    ),
    code(
        "OL015",
        "a key must be a text",
        "键必须是文本",
        ("quote text that has brackets or braces in it", "含有方括号或花括号的文本请加引号"),
    ),
    code(
        "OL016",
        "there is a character that nobody sees: {found}",
        "含有不可见字符：{found}",
        ("delete it", "请删除"),
    ),
    code(
        "OL017",
        "YAML directives are not used in definitions",
        "定义中不使用 YAML 指令",
        ("delete the line", "请删除此行"),
    ),
    code(
        "OL018",
        "a text with '{{{{' must be quoted",
        "含有“{{{{”的文本必须加引号",
        ('write "{{{{ … }}}}"', '请写成 "{{{{ … }}}}"'),
    ),
    code(
        "OL020",
        "a tab stands in the indentation",
        "缩进中含有制表符",
        ("use spaces", "请使用空格"),
    ),
    code(
        "OL021",
        "this line has no ':' behind its key",
        "此行的键后缺少“:”",
        ("write 'key: value'", "请写成“键: 值”"),
    ),
    code(
        "OL022",
        "there is no space behind '{key}:'",
        "“{key}:”后缺少空格",
        ("write '{key}: …'", "请写成“{key}: …”"),
    ),
    code(
        "OL023",
        "a full-width colon stands behind '{key}'",
        "“{key}”后是全角冒号",
        ("write '{key}: …'", "请写成“{key}: …”"),
    ),
    code(
        "OL024",
        "the quote {found} is never closed",
        "引号 {found} 未闭合",
        ("close it where the text ends", "请在文本结尾处闭合"),
    ),
    code(
        "OL025",
        "the bracket '{found}' is not closed, or a comma is missing in it",
        "括号“{found}”未闭合，或其中缺少逗号",
        ("close it, and separate its parts by ', '", "请闭合，并用“, ”分隔各项"),
    ),
    code(
        "OL026",
        "the line is indented like neither its neighbours nor a part of them",
        "此行缩进与相邻行不一致",
        ("align it with the line it belongs beside", "请与其同级的行对齐"),
    ),
    code(
        "OL027",
        "a text may not begin with '{found}' unless it is quoted",
        "文本不能以“{found}”开头，除非加引号",
        ("quote the text", "请给文本加引号"),
    ),
    code(
        "OL028",
        "a second ': ' stands in one line",
        "同一行出现第二个“: ”",
        ("quote the text, or begin a new line", "请给文本加引号，或另起一行"),
    ),
    code(
        "OL029",
        "unknown escape '{found}' in a double-quoted text",
        "双引号文本中的转义“{found}”无法识别",
        ("use single quotes, or write '\\\\'", "请改用单引号，或写成“\\\\”"),
    ),
    code(
        "OL030",
        "text stands behind the sign that begins a block of text",
        "文本块的起始符号后有多余内容",
        ("begin the text in the next line, indented", "请在下一行缩进书写文本"),
    ),
    code(
        "OL031",
        "something stands behind the end of the value",
        "值结束后还有内容",
        ("quote the whole text, or take it away", "请给整段文本加引号，或删除多余内容"),
    ),
    code(
        "OL032",
        "a value was expected before '{found}'",
        "“{found}”之前应有一个值",
        ("write the value, or take '{found}' away", "请写出该值，或删除“{found}”"),
    ),
    code(
        "OL033",
        "this cannot be read as YAML",
        "此处无法按 YAML 读取",
        ("look for a missing quote, bracket or indentation", "请检查引号、括号或缩进"),
    ),
    code(
        "OL034",
        "more than {limit} findings in this file: the rest of it was not read",
        "此文件的问题超过 {limit} 处：其余部分未读取",
        ("mend the first ones and check again", "请先修正前面的问题再检查"),
    ),
    code(
        "OL035",
        "the link leads out of the flow's folder and is not followed",
        "链接指向流程文件夹之外，未读取",
        ("copy the file into the flow", "请把文件复制到流程中"),
    ),
    code(
        "OL036",
        "a list begins behind a key",
        "列表写在了键的后面",
        ("begin it in the next line", "请从下一行开始书写列表"),
    ),
)
