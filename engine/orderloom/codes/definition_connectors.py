"""OL477 to OL479: declared connectors; OL95x: what a connection tells its connector."""

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
)
