"""OL87x and OL88x: what declared connectors run into, and secrets that cannot be had."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL870",
        "{connector} refused: status {status}, code '{refusal}': {text}",
        "{connector} 拒绝：状态 {status}，代码“{refusal}”：{text}",
    ),
    code(
        "OL871",
        "{connector} answered with something that is not JSON",
        "{connector} 的返回不是 JSON",
        ("the platform may be down for maintenance; it is tried again", "平台可能在维护；将会重试"),
    ),
    code(
        "OL890",
        "{connector} answered '{stream}' in another shape: no list can be read at '{path}'",
        "{connector} 对“{stream}”的返回形状不符：“{path}”处读不到列表",
        (
            "nothing is lost, the cursor stays; compare 'records' with what the platform sends now",
            "没有丢失，游标不动；请将 records 与平台现在的返回对照",
        ),
    ),
    code(
        "OL891",
        "{connector} does not tell where the pages of '{stream}' end, after {pages} of them",
        "{connector} 未说明“{stream}”的分页在何处结束（已读 {pages} 页）",
        (
            "nothing is lost, the cursor stays; '{path}' should tell: compare it with the answer",
            "没有丢失，游标不动；应由“{path}”说明，请与返回内容对照",
        ),
    ),
    code(
        "OL047",
        "the rows of '{stream}' at {connector} do not say at '{path}' when they were changed, as "
        "'{wire}'",
        "{connector} 的“{stream}”的行未在“{path}”处按“{wire}”说明何时变更",
        (
            "nothing is lost, the cursor stays; compare 'field' and 'wire' with what a row has",
            "没有丢失，游标不动；请将 field 与 wire 和行中的内容对照",
        ),
    ),
    code(
        "OL872",
        "{connector} has no stream '{stream}' that can be asked for",
        "{connector} 没有可拉取的数据流“{stream}”",
        (
            "name a stream with 'send' or 'path', or wait for its webhook",
            "请使用带 send 或 path 的数据流，或等待回调",
        ),
    ),
    code(
        "OL873",
        "{connector} has no operation '{operation}'",
        "{connector} 没有操作“{operation}”",
    ),
    code(
        "OL874",
        "the secret of {connection} has several parts: the signature must say which is its key",
        "{connection} 的密钥有多个部分：签名须说明用哪一个",
        ("write 'key: =secret.…' in 'auth'", "请在 auth 中写出 'key: =secret.…'"),
    ),
    code(
        "OL875",
        "the key of {connection} is not an RSA key of at least 2048 bits in PEM",
        "{connection} 的密钥不是至少 2048 位的 PEM 格式 RSA 密钥",
        (
            "store the whole text from BEGIN to END in the secret",
            "请将 BEGIN 到 END 的全文存入密钥",
        ),
    ),
    code(
        "OL876",
        "{connection} got no token: the answer has no 'access_token'",
        "{connection} 未取得令牌：返回中没有 access_token",
    ),
    code(
        "OL877",
        "a value of type {kind} cannot be sent as it is",
        "{kind} 类型的值不能直接发送",
        (
            "write it as text: amount(m) for money, text(t, format) for times",
            "请写成文本：金额用 amount(m)，时间用 text(t, 格式)",
        ),
    ),
    code(
        "OL878",
        "a value that '{connection}' sends cannot be made ({fault})",
        "无法得出“{connection}”要发送的值（{fault}）",
        (
            "see whether its secret has the parts that the connector names, such as secret.app_key",
            "请检查其密钥是否含有连接器所用的各部分，如 secret.app_key",
        ),
    ),
    code(
        "OL880",
        "the secret '{secret}' of the connection '{connection}' is nowhere to be found",
        "找不到连接“{connection}”的密钥“{secret}”",
        (
            "set {variable}, or store it as a file below {folder}, or in the system's keyring",
            "请设置 {variable}，或在 {folder} 所指文件夹中存为文件，或存入系统钥匙串",
        ),
    ),
    code(
        "OL881",
        "the secret '{secret}' of the connection '{connection}' is an object whose parts are not "
        "all texts",
        "连接“{connection}”的密钥“{secret}”是对象，但其各部分不全是文本",
        (
            'write every part in quotes, such as {{"app_key": "…"}}',
            '请将每个部分写成带引号的文本，如 {{"app_key": "…"}}',
        ),
    ),
)
