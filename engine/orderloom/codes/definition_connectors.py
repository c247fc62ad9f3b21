"""OL477 to OL479: declared connectors."""

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
)
