"""OL477 to OL479, OL784 to OL786: connectors and connections; OL92x: webhooks; OL95x: settings."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

CONNECTOR_CODES = (
    code(
        "OL477",
        "pages of kind '{kind}' need '{key}'",
        "分页方式“{kind}”需要“{key}”",
        ("write '{key}: …' beside 'kind'", "请在 kind 旁写出“{key}: …”"),
    ),
    unknown("OL478", "unknown operation '{name}'", "未知操作“{name}”"),
    code(
        "OL479",
        "'{algorithm}' takes no key",
        "“{algorithm}”不使用密钥",
        (
            "put the secret into 'over', or choose hmac_{algorithm}",
            "请把密钥写入 over，或改用 hmac_{algorithm}",
        ),
    ),
    code(
        "OL784",
        "raw messages would be kept for less than {least}",
        "原始报文的保留时间少于 {least}",
        ("write {least} or more, or leave 'keep_raw' out", "请写 {least} 或更长，或去掉 keep_raw"),
    ),
    code(
        "OL785",
        "a probe cannot ask for '{operation}': it is irreversible",
        "探测不能调用“{operation}”：它不可撤销",
        ("name an operation that only asks", "请写只做查询的操作"),
    ),
    code(
        "OL786",
        "nothing can be probed here: no stream is polled",
        "此处无法探测：没有轮询的数据流",
        ("name an operation under 'ask'", "请在 ask 下写出一个操作"),
    ),
    unknown(
        "OL950",
        "'{connector}' takes no setting '{name}' here",
        "“{connector}”此处没有名为“{name}”的设置",
    ),
    code(
        "OL951",
        "'{connector}' needs the setting '{name}' here",
        "“{connector}”此处需要设置“{name}”",
        ("write it under 'with'", "请写在 with 下"),
    ),
    code(
        "OL952",
        "the setting '{name}' is '{found}', which is not of its kind: {kind}",
        "设置“{name}”的值“{found}”不符合要求：{kind}",
    ),
    code(
        "OL953",
        "'{url}' is no address that '{connector}' takes",
        "“{url}”不是“{connector}”可用的地址",
        (
            "it begins with {known}; user and password belong to the secret",
            "应以 {known} 开头；用户名和密码应放在密钥中",
        ),
    ),
    code(
        "OL954",
        "the connector '{name}' needs a library that is not installed here",
        "连接器“{name}”需要的库未在此安装",
        ("pip install 'orderloom[{extra}]'", "请执行 pip install 'orderloom[{extra}]'"),
    ),
    code(
        "OL920",
        "the time at '{where}' is not signed, so that anybody may change it",
        "“{where}”处的时间未参与签名，任何人都可以改动",
        (
            "let 'over' name it (time), or leave 'time' out",
            "请在 over 中写入它（time），或去掉 time",
        ),
    ),
    code(
        "OL921",
        "what is sealed as '{kind}' cannot be opened without '{key}'",
        "以“{kind}”方式加密的内容缺少“{key}”，无法解开",
        ("write '{key}: …' beside 'kind'", "请在 kind 旁写出“{key}: …”"),
    ),
    unknown(
        "OL923",
        "the length of '{name}' is bounded, but nothing that is sent reads this input",
        "限制了“{name}”的长度，但发送的内容没有用到这个输入项",
    ),
    code(
        "OL922",
        "nothing checks who sends the webhooks of '{stream}': '{connector}' has no 'verify'",
        "无人校验“{stream}”的回调来自谁：“{connector}”没有 verify",
        (
            "they are taken on this machine's own address only, until the stream has 'verify'",
            "因此只在本机地址上接收；为该数据流写出 verify 后才能对外开放",
        ),
    ),
)
