"""OL64x and OL65x: what a command line, an API or the runtime asked for and cannot have."""

from orderloom.codes.model import code

_NEAREST = ("did you mean '{nearest}'?", "是否想写“{nearest}”？")

CODES = (
    code(
        "OL640",
        "connection '{connection}' broke while it carried a call: {error}",
        "连接“{connection}”在执行调用时出错：{error}",
    ),
    code(
        "OL641",
        "connection '{connection}' has no address in the environment '{environment}'",
        "连接“{connection}”在环境“{environment}”中没有地址",
        ("add it under 'environments'", "请在“environments”下补充"),
    ),
    code(
        "OL642",
        "the mapping '{mapping}' that this message names is no longer in the flow",
        "该消息所用的映射“{mapping}”已不在流程中",
    ),
    code(
        "OL658",
        "the file '{file}' has {size} bytes, more than {limit}",
        "文件“{file}”有 {size} 字节，超过上限 {limit}",
        ("split it into smaller files", "请拆分为较小的文件"),
    ),
    code(
        "OL947",
        "the file '{file}' has {size} bytes; from 1 to {limit} may be attached",
        "文件“{file}”有 {size} 字节；可附加 1 至 {limit} 字节",
    ),
    code(
        "OL948",
        "the file '{file}' is of no kind that may be attached",
        "文件“{file}”的类型不可附加",
        ("kinds: {possible}", "可用类型：{possible}"),
    ),
    code(
        "OL949",
        "the file '{file}' does not begin as {type} does",
        "文件“{file}”的内容不是 {type}",
        ("give it the ending of what it is", "请使用与内容相符的扩展名"),
    ),
    code(
        "OL955",
        "'{record}' has no field '{field}' for files; it has: {fields}",
        "“{record}”没有用于文件的字段“{field}”；现有：{fields}",
        _NEAREST,
    ),
    code(
        "OL956",
        "'{field}' holds {limit} files already, and no more may be attached",
        "“{field}”已有 {limit} 个文件，不能再附加",
    ),
    code(
        "OL957",
        "no such file is attached under '{field}'; there are: {names}",
        "“{field}”下没有该文件；现有：{names}",
    ),
    code(
        "OL969",
        "{user} does not see '{field}' in the clear, and cannot fetch what it holds",
        "{user}看不到“{field}”的明文，不能取出其中的文件",
        (
            "a role says who does: 'sensitive: clear' under 'see'",
            "由角色的 see 中 sensitive: clear 决定",
        ),
    ),
    code(
        "OL959",
        "the bytes of the file under '{field}' were erased with their record",
        "“{field}”下文件的内容已随其记录一并销毁",
    ),
    code(
        "OL964",
        "the file '{file}' cannot be written: {reason}",
        "无法写入文件“{file}”：{reason}",
        ("name another with --to", "请用 --to 指定其他文件"),
    ),
    code(
        "OL643",
        "the file '{file}' cannot be read: {reason}",
        "无法读取文件“{file}”：{reason}",
    ),
    code(
        "OL644",
        "it is open which mapping of connection '{connection}' reads the files; it has: {mappings}",
        "无法确定用连接“{connection}”的哪个映射读取文件；现有：{mappings}",
        ("name one with --mapping", "请用 --mapping 指定"),
    ),
    code(
        "OL645",
        "it is open which mapping reads the files; the flow has: {mappings}",
        "无法确定用哪个映射读取文件；流程中有：{mappings}",
        ("name one with --mapping, or a --connection", "请用 --mapping 或 --connection 指定"),
    ),
    code(
        "OL646",
        "there is no mapping '{mapping}'; the flow has: {mappings}",
        "没有映射“{mapping}”；流程中有：{mappings}",
        _NEAREST,
    ),
    code(
        "OL647",
        "there is no connection '{connection}'; the flow has: {connections}",
        "没有连接“{connection}”；流程中有：{connections}",
        _NEAREST,
    ),
    code(
        "OL648",
        "there is no role '{role}'; the flow has: {roles}",
        "没有角色“{role}”；流程中有：{roles}",
        _NEAREST,
    ),
    code(
        "OL076",
        "nothing is suggested for a {record}",
        "{record} 没有设置相似推荐",
        (
            "say in its definition where to look, with 'suggest'",
            "请在其定义中用 suggest 写明在哪里查找",
        ),
    ),
    code(
        "OL649",
        "no record goes by '{record}'",
        "没有名为“{record}”的记录",
        (
            "give its id, or its type and identity such as order/pdd/P-1",
            "请给出记录 id，或类型加标识，如 order/pdd/P-1",
        ),
    ),
    code(
        "OL650",
        "more than one record goes by '{record}': {names}",
        "有多条记录名为“{record}”：{names}",
    ),
    code(
        "OL651",
        "there is no rule or tree '{rule}'; the flow has: {rules}",
        "没有规则或决策树“{rule}”；流程中有：{rules}",
        _NEAREST,
    ),
    code(
        "OL652",
        "there is no suite '{suite}'; there are: {suites}",
        "没有套件“{suite}”；现有：{suites}",
    ),
)
