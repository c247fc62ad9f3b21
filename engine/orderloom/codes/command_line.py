"""OL66x to OL68x, OL831: what the command line was given and cannot use."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL660",
        "nothing was written: '{folder}' has {files} already",
        "未写入任何内容：“{folder}”中已有 {files}",
        ("choose a new folder", "请换一个新文件夹"),
    ),
    code(
        "OL783",
        "'{name}' is no name for a connector",
        "“{name}”不能用作连接器名称",
        (
            "small letters, digits and underscores, beginning with a letter",
            "请使用小写字母、数字和下划线，并以字母开头",
        ),
    ),
    code(
        "OL661",
        "there is no starter flow '{template}'; there are: {templates}",
        "没有起步流程“{template}”；现有：{templates}",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
    ),
    code(
        "OL662",
        "'{text}' is not an instant",
        "“{text}”不是时刻",
        (
            "write it with its offset, as 2026-01-05T20:00+08:00",
            "请带时区偏移书写，如 2026-01-05T20:00+08:00",
        ),
    ),
    code(
        "OL663",
        "'{text}' is not of the form name=value",
        "“{text}”不是 名称=值 的形式",
    ),
    code(
        "OL664",
        "line {line} is not a JSON object with 'id' and 'expr'",
        "第 {line} 行不是带有“id”和“expr”的 JSON 对象",
        (
            'write {{"id": 1, "expr": "amount > 3"}}',
            '请写成 {{"id": 1, "expr": "amount > 3"}}',
        ),
    ),
    code(
        "OL665",
        "the expression could not be evaluated: {error}",
        "表达式无法求值：{error}",
        ("please report it together with the expression", "请把该表达式反馈给我们"),
    ),
    code(
        "OL666",
        "the command '{command}' of the package '{package}' cannot be loaded: {error}",
        "软件包“{package}”的命令“{command}”无法加载：{error}",
        ("reinstall or remove that package", "请重新安装或移除该软件包"),
    ),
    code(
        "OL667",
        "the demo's flow is not here: {folder}",
        "找不到演示流程：{folder}",
        ("run it from a checkout of the repository", "请在代码仓库中运行"),
    ),
    code(
        "OL668",
        "internal error ({error}); please report it, details in {file}",
        "内部错误（{error}）；请反馈给我们，详情见 {file}",
    ),
    code(
        "OL669",
        "there is no schema '{schema}'; there are: {schemas}",
        "没有模式“{schema}”；现有：{schemas}",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
    ),
    code(
        "OL670",
        "no port from {first} to {last} is free",
        "从 {first} 到 {last} 没有空闲端口",
        ("name another with --port", "请用 --port 指定其他端口"),
    ),
    code(
        "OL671",
        "nothing to read: no connection has streams and an address in the environment "
        "'{environment}'",
        "没有可读取的内容：环境“{environment}”中没有既有数据流又有地址的连接",
        ("name files with --input", "请用 --input 指定文件"),
    ),
    code(
        "OL673",
        "there is no store at '{path}'",
        "“{path}”处没有存储",
        (
            "let 'orderloom run' make it, or name another with --store",
            "请先执行 orderloom run，或用 --store 指定",
        ),
    ),
    code(
        "OL674",
        "the folder '{folder}' cannot be written: {reason}",
        "文件夹“{folder}”无法写入：{reason}",
    ),
    code(
        "OL675",
        "give either an expression or --batch",
        "请只给出一个表达式，或使用 --batch",
    ),
    code(
        "OL676",
        "'{language}' is not a language of the command line; there are: en, zh",
        "命令行没有语言“{language}”；现有：en、zh",
    ),
    code(
        "OL678",
        "the port {port} cannot be used: {reason}",
        "端口 {port} 无法使用：{reason}",
    ),
    code(
        "OL679",
        "a part of the background work failed ({error}); it is tried again",
        "部分后台工作失败（{error}）；将重试",
        ("the log has the details", "详情见日志"),
    ),
    code(
        "OL680",
        "there is no folder '{path}'",
        "没有文件夹“{path}”",
    ),
    code(
        "OL681",
        "there is no file '{path}'",
        "没有文件“{path}”",
    ),
    code(
        "OL682",
        "the argument '{text}' is not UTF-8",
        "参数“{text}”不是 UTF-8 编码",
    ),
    code(
        "OL683",
        "there is no machine or tree '{name}'",
        "没有状态机或异常树“{name}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
    ),
    code(
        "OL684",
        "the file '{file}' cannot be written: {reason}",
        "文件“{file}”无法写入：{reason}",
    ),
    code(
        "OL046",
        "the flow has no '{kind}'; it has: {known}",
        "流程没有“{kind}”；现有：{known}",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
    ),
    code(
        "OL831",
        "the sandbox has no platform '{name}'; it has: {known}",
        "沙箱没有平台“{name}”；现有：{known}",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
    ),
)
