"""OL85x and OL86x: calls that were not made, or not answered as they should."""

from orderloom.codes.model import code

REFUSED = (
    code(
        "OL850",
        "'{connection}' was not called: all outgoing calls are stopped",
        "未调用“{connection}”：所有对外调用已停止",
        ("it waits in the outbox until they go on", "将在发件箱中等待，直到恢复"),
    ),
    code(
        "OL866",
        "all outgoing calls are stopped; {waiting} wait in the outbox",
        "所有对外调用已停止；发件箱中有 {waiting} 条等待",
        (
            "remove the flow's file 'outgoing.stopped', or unset ORDERLOOM_OUTGOING",
            "请从流程文件夹删除 'outgoing.stopped'，或取消设置 ORDERLOOM_OUTGOING",
        ),
    ),
    code(
        "OL851",
        "'{connection}' was to call what is not a plain http or https address",
        "“{connection}”要调用的不是普通的 http 或 https 地址",
        (
            "write scheme, host and path, percent-encoded, without '..'",
            "请写协议、主机和路径，按百分号编码，不含 '..'",
        ),
    ),
    code(
        "OL852",
        "'{connection}' was to call '{host}', which is not among the environment's hosts",
        "“{connection}”要调用“{host}”，它不在该环境的 hosts 中",
        ("add it to 'hosts' if it is meant", "确实需要就加到 'hosts' 中"),
    ),
    code(
        "OL853",
        "'{connection}' was to call '{host}' without encryption",
        "“{connection}”要以明文调用“{host}”",
        (
            "production needs https, or the encrypted form of another service",
            "生产环境必须使用 https 或其他服务的加密方式",
        ),
    ),
    code(
        "OL854",
        "'{connection}' was to call port {port} of '{host}'",
        "“{connection}”要调用“{host}”的端口 {port}",
        (
            "other ports than 80 and 443 are open only where the connection's 'url' names them",
            "除 80 和 443 外，只开放连接的 'url' 中写明的端口",
        ),
    ),
    code(
        "OL855",
        "'{host}' of '{connection}' leads to {address}, which is no public address ({what})",
        "“{connection}”的“{host}”指向 {address}，不是公网地址（{what}）",
    ),
    code(
        "OL863",
        "the request of '{connection}' has {size} bytes, more than {limit}",
        "“{connection}”的请求有 {size} 字节，超过上限 {limit}",
    ),
    code(
        "OL864",
        "the request of '{connection}' cannot be written as HTTP: {what}",
        "“{connection}”的请求无法写成 HTTP：{what}",
    ),
)

UNANSWERED = (
    code(
        "OL856",
        "'{host}' of '{connection}' has no address",
        "“{connection}”的“{host}”没有地址",
    ),
    code(
        "OL857",
        "'{host}' of '{connection}' cannot be reached",
        "无法连接“{connection}”的“{host}”",
    ),
    code(
        "OL858",
        "'{host}' of '{connection}' cannot prove that it is that host: {what}",
        "“{connection}”的“{host}”无法证明其身份：{what}",
    ),
    code(
        "OL859",
        "'{host}' of '{connection}' did not answer within {seconds} s",
        "“{connection}”的“{host}”未在 {seconds} 秒内答复",
    ),
    code(
        "OL860",
        "'{host}' of '{connection}' answers {status}: look elsewhere, which is not followed",
        "“{connection}”的“{host}”答复 {status} 要求转向，系统不会跟随",
        ("write the final address into the connection", "请在连接中写最终地址"),
    ),
    code(
        "OL861",
        "'{host}' of '{connection}' answers with more than {limit} bytes",
        "“{connection}”的“{host}”的答复超过 {limit} 字节",
    ),
    code(
        "OL862",
        "the answer of '{host}' of '{connection}' cannot be read: {what}",
        "“{connection}”的“{host}”的答复无法读取：{what}",
    ),
    code(
        "OL865",
        "the call of '{connection}' to '{host}' was broken off here",
        "“{connection}”对“{host}”的调用在本端被中止",
    ),
    code(
        "OL867",
        "the connection '{connection}' has used up its limits for the next {seconds} seconds",
        "连接“{connection}”在接下来的 {seconds} 秒内已达限额",
        (
            "it is tried again; raise 'limits' if the peer allows more",
            "将会重试；若对方允许，可提高 limits",
        ),
    ),
)

CODES = (*REFUSED, *UNANSWERED)
