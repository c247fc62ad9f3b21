"""OL1xx: kinds, keys and the form of values."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL100",
        "the definition has no 'kind'",
        "定义缺少 kind",
        ("begin it with one of: {known}", "请以其中之一开头：{known}"),
    ),
    code(
        "OL101",
        "unknown kind '{found}'",
        "未知的种类“{found}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("kinds: {known}", "可用的种类：{known}"),
    ),
    code(
        "OL102",
        "the kind '{found}' is not available in this version",
        "此版本尚不支持种类“{found}”",
    ),
    code(
        "OL103",
        "unknown key '{key}' in '{where}'",
        "“{where}”中有未知的键“{key}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("keys here: {known}", "此处可用的键：{known}"),
    ),
    code(
        "OL104",
        "'{key}' is not available in this version",
        "此版本尚不支持“{key}”",
    ),
    code(
        "OL105",
        "'{key}' is missing in '{where}'",
        "“{where}”缺少“{key}”",
        ("write '{key}: …'", "请写出“{key}: …”"),
    ),
    code(
        "OL106",
        "'{key}' does not go with '{other}'",
        "“{key}”不能与“{other}”一起使用",
        ("take it away", "请删除"),
    ),
    code(
        "OL107",
        "unknown value '{found}' for '{where}'",
        "“{where}”的值“{found}”未知",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("values: {known}", "可用的值：{known}"),
    ),
    code(
        "OL110",
        "'{found}' is not a name: small letters, digits and '_', beginning with a letter",
        "“{found}”不是名称：应为小写字母、数字和“_”，以字母开头",
        ("write '{mend}'", "请写成“{mend}”"),
        ("the text for people goes into 'title'", "给人看的文本请写在 title 中"),
    ),
    code(
        "OL111",
        "unknown time zone '{found}'",
        "未知的时区“{found}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("write an IANA name such as Asia/Shanghai", "请写 IANA 名称，如 Asia/Shanghai"),
    ),
    code(
        "OL112",
        "unknown currency '{found}'",
        "未知的货币“{found}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("write an ISO 4217 code such as CNY", "请写 ISO 4217 代码，如 CNY"),
    ),
    code(
        "OL113",
        "'{found}' is not the name of an event",
        "“{found}”不是事件名称",
        (
            "write names with dots between, such as order.created",
            "请用点连接各名称，如 order.created",
        ),
    ),
    code(
        "OL114",
        "'{where}' is empty",
        "“{where}”为空",
        ("give it a value, or take the key away", "请填写，或删除该键"),
    ),
    code(
        "OL115",
        "'{found}' is not a language",
        "“{found}”不是语言",
        ("write a tag such as zh or en", "请写语言标签，如 zh、en"),
    ),
    code(
        "OL116",
        "the separator '{found}' is more than one character",
        "分隔符“{found}”不止一个字符",
        ("write one character, or tab", "请写一个字符，或 tab"),
    ),
    code(
        "OL117",
        "'{key}' needs '{missing}' beside it",
        "“{key}”需要同时给出“{missing}”",
        ("write '{missing}: …', or take '{key}' away", "请写出“{missing}: …”，或删除“{key}”"),
    ),
    code(
        "OL118",
        "'{found}' does not fit here",
        "“{found}”不适用于此处",
        (
            "write the value itself, or '=example.NAME' for a value of the example",
            "请直接写出值，或用“=example.名称”代表示例中的值",
        ),
    ),
    code(
        "OL119",
        "'{found}' is not a duration",
        "“{found}”不是时长",
        (
            "write a whole number with its unit, such as 30s, 15m, 48h or 7d",
            "请写整数加单位，如 30s、15m、48h、7d",
        ),
    ),
    code(
        "OL120",
        "'{where}' must be one text",
        "“{where}”应为一段文本",
        ("quote text that has brackets, braces or ': ' in it", "含有括号或“: ”的文本请加引号"),
    ),
    code(
        "OL121",
        "'{where}' must be a map",
        "“{where}”应为映射",
        ("write its keys below it, indented", "请在其下缩进写出各键"),
    ),
    code(
        "OL122",
        "'{where}' must be a list",
        "“{where}”应为列表",
        ("write its items below it, each behind '- '", "请在其下逐行书写各项，以“- ”开头"),
    ),
    code(
        "OL123",
        "'{where}' must be true or false, not '{found}'",
        "“{where}”应为 true 或 false，而不是“{found}”",
        ("write '{mend}'", "请写成“{mend}”"),
    ),
    code(
        "OL124",
        "'{where}' must be a whole number, not '{found}'",
        "“{where}”应为整数，而不是“{found}”",
    ),
    code(
        "OL125",
        "'{where}' must be a map or stay empty",
        "“{where}”应为映射或留空",
        ("write its keys below it, indented, or nothing", "请在其下缩进写出各键，或留空"),
    ),
    code(
        "OL126",
        "'{where}' must be a value or a list of values, not a map",
        "“{where}”应为值或值的列表，而不是映射",
    ),
    code(
        "OL127",
        "'{where}' must be at least {least}, not '{found}'",
        "“{where}”不能小于 {least}，而现在是“{found}”",
    ),
    code(
        "OL142",
        "'{where}' must be at most {most}, not '{found}'",
        "“{where}”不能大于 {most}，而现在是“{found}”",
    ),
    code(
        "OL128",
        "'{found}' is no time of the day",
        "“{found}”不是一天中的时刻",
        ("write hours and minutes, from 00:00 to 23:59", "请写时和分，从 00:00 到 23:59"),
    ),
    code(
        "OL130",
        "the action '{where}' has no verb",
        "动作“{where}”没有动词",
        ("write one of: {known}", "请写出其中之一：{known}"),
    ),
    code(
        "OL131",
        "the action '{where}' has two verbs: '{first}' and '{second}'",
        "动作“{where}”有两个动词：“{first}”和“{second}”",
        ("make two actions of it", "请拆成两个动作"),
    ),
    code(
        "OL132",
        "unknown action '{key}'",
        "未知的动作“{key}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("actions: {known}", "可用的动作：{known}"),
    ),
    code(
        "OL133",
        "'choose' has a second 'else'",
        "choose 有第二个 else",
        ("keep one, as the last branch", "请只保留一个，并放在最后"),
    ),
    code(
        "OL134",
        "'{where}' needs one of: {known}",
        "“{where}”需要其中之一：{known}",
    ),
    code(
        "OL135",
        "'{first}' and '{second}' exclude each other in '{where}'",
        "“{where}”中的“{first}”与“{second}”不能并存",
        ("keep one of them", "请只保留一个"),
    ),
    code(
        "OL136",
        "the last branch of 'choose' must be 'else'",
        "choose 的最后一个分支必须是 else",
        ("add '- else: …', with [] if nothing is to happen", "请添加“- else: …”，无事可做则写 []"),
    ),
    code(
        "OL137",
        "'else' stands before the last branch of 'choose'",
        "else 不是 choose 的最后一个分支",
        ("move it to the end", "请移到最后"),
    ),
    code(
        "OL139",
        "'{found}' is not a place in a request",
        "“{found}”不是请求中的位置",
        (
            "write header, query or body, and a name: header X-Sign",
            "请写 header、query 或 body 及名称，如 header X-Sign",
        ),
    ),
    code(
        "OL140",
        "'{found}' is not a rate",
        "“{found}”不是频率",
        (
            "write how many requests in what time: 2000/s, 6000/60s",
            "请写出多长时间内的请求数，如 2000/s、6000/60s",
        ),
    ),
    code(
        "OL138",
        "more than {limit} findings in this definition: the others are left out",
        "此定义的问题超过 {limit} 处：其余未列出",
        ("mend the first ones and check again", "请先修正前面的问题再检查"),
    ),
    code(
        "OL141",
        "'{found}' is not 'connection.operation'",
        "“{found}”不是“连接.操作”",
        (
            "write two names with a dot between, such as wms.freeze",
            "请写以点分隔的两个名称，如 wms.freeze",
        ),
    ),
)
