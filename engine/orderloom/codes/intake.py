"""OL76x: why a webhook was not taken, and why the intake does not begin."""

from orderloom.codes.model import code

_MEND = (
    "mend the secret or the definition, then: orderloom intake replay DIR",
    "修正密钥或定义后执行：orderloom intake replay DIR",
)

CODES = (
    code(
        "OL760",
        "its signature does not fit what arrived",
        "签名与收到的内容不符",
        _MEND,
    ),
    code(
        "OL761",
        "it brings no single '{part}' at '{where}'",
        "“{where}”处没有唯一的“{part}”",
        _MEND,
    ),
    code(
        "OL762",
        "its time cannot be read as {format}",
        "其时间无法按 {format} 读取",
        _MEND,
    ),
    code(
        "OL763",
        "it is {seconds} s away from our clock, more than {window} s",
        "与本机时钟相差 {seconds} 秒，超过 {window} 秒",
        (
            "it may be a repetition by a stranger; else look at both clocks",
            "可能是他人重放；否则请检查双方时钟",
        ),
    ),
    code(
        "OL764",
        "the secret of '{connection}' is none that can check it",
        "“{connection}”的密钥无法用于校验",
        _MEND,
    ),
    code(
        "OL765",
        "what it seals cannot be opened",
        "其加密内容无法解开",
        _MEND,
    ),
    code(
        "OL766",
        "'{connection}' has no address in environment '{environment}'",
        "“{connection}”在环境“{environment}”中没有地址",
        (
            "the sender calls the wrong environment: correct the address that it was given",
            "对方调用了错误的环境：请更正提供给它的地址",
        ),
    ),
    code(
        "OL767",
        "'{listen}' is no address to listen at",
        "“{listen}”不是可监听的地址",
        ("write HOST:PORT, such as 127.0.0.1:8090", "请写成 主机:端口，如 127.0.0.1:8090"),
    ),
    code(
        "OL768",
        "'{host}' is not this machine's own address: anybody may call there",
        "“{host}”不是本机回环地址：任何人都可访问",
        ("say --public if that is what you want", "确需如此时请加 --public"),
    ),
    code(
        "OL769",
        "nothing checks who sends webhooks to: {streams}",
        "以下数据流的回调无人校验：{streams}",
        (
            "give them 'verify', or listen at 127.0.0.1 only",
            "请为其写出 verify，或仅监听 127.0.0.1",
        ),
    ),
    code(
        "OL770",
        "cannot listen at '{listen}': {reason}",
        "无法监听“{listen}”：{reason}",
    ),
    code(
        "OL771",
        "no stream of the flow comes by webhook",
        "流程中没有通过回调接收的数据流",
        ("write webhook: true at a stream of a connection", "请在连接的数据流上写 webhook: true"),
    ),
)
