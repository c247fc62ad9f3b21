"""OL81x and OL82x: connectors in code that speak to brokers, file servers, mail and databases."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL812",
        "the connection '{connection}' needs the library '{library}', which is not installed",
        "连接“{connection}”需要的库“{library}”尚未安装",
        ("pip install 'orderloom[{extra}]'", "请执行 pip install 'orderloom[{extra}]'"),
    ),
    code(
        "OL813",
        "the peer of '{connection}' does not let us in: {reason}",
        "“{connection}”的对方拒绝登录：{reason}",
        (
            "the secret's parts 'user' and 'password' are sent",
            "发送的是密钥中的 user 和 password",
        ),
    ),
    code(
        "OL814",
        "the connection '{connection}' broke off: {reason}",
        "连接“{connection}”中断：{reason}",
    ),
    code(
        "OL815",
        "'{name}' of the connection '{connection}' is not there",
        "连接“{connection}”中没有“{name}”",
        ("create it there, or correct its name", "请在对方处创建，或修改名称"),
    ),
    code(
        "OL816",
        "no queue takes what '{connection}' publishes to '{exchange}' with the key '{routing_key}'",
        "没有队列接收“{connection}”发布到“{exchange}”、键为“{routing_key}”的消息",
        ("bind a queue to the exchange", "请将队列绑定到该交换机"),
    ),
    code(
        "OL817",
        "the broker of '{connection}' did not take the message",
        "“{connection}”的消息代理未接收该消息",
    ),
    code(
        "OL818",
        "'{operation}' of '{connection}' needs '{name}'",
        "“{connection}”的“{operation}”需要“{name}”",
    ),
    code(
        "OL819",
        "the server of '{connection}' shows the host key {found}, which is not the pinned one",
        "“{connection}”的服务器出示的主机密钥为 {found}，与登记的不符",
        (
            "do not change the pin before the server's owner has confirmed the new key",
            "请先向服务器管理方确认新密钥，再修改登记",
        ),
    ),
    code(
        "OL820",
        "the secret of '{connection}' pins no host key",
        "“{connection}”的密钥未登记主机密钥",
        (
            "add the part 'host_key', such as SHA256:…, as the server's owner tells it",
            "请增加 host_key（形如 SHA256:…），由服务器管理方提供",
        ),
    ),
    code(
        "OL821",
        "the mail of '{connection}' has no usable {part}",
        "“{connection}”的邮件缺少可用的 {part}",
    ),
    code(
        "OL822",
        "the mail server of '{connection}' does not take the mail: {reason}",
        "“{connection}”的邮件服务器未接收邮件：{reason}",
    ),
    code(
        "OL823",
        "'{connection}' does not write to the table '{name}'",
        "“{connection}”不写入表“{name}”",
        ("list it under the connection's 'writes' if it is meant", "确实需要就列入连接的 writes"),
    ),
    code(
        "OL824",
        "the table '{table}' of '{connection}' has no column {columns}",
        "“{connection}”的表“{table}”没有列 {columns}",
        ("it has: {known}", "现有：{known}"),
    ),
    code(
        "OL825",
        "the database of '{connection}' refuses it: {reason}",
        "“{connection}”的数据库拒绝执行：{reason}",
    ),
    code(
        "OL826",
        "the mail server of '{connection}' offers no encryption",
        "“{connection}”的邮件服务器不支持加密",
        ("use smtps://, or another server", "请改用 smtps://，或更换服务器"),
    ),
    code(
        "OL827",
        "the statement '{name}' of '{connection}' cannot be used: {reason}",
        "“{connection}”的语句“{name}”无法使用：{reason}",
    ),
)
