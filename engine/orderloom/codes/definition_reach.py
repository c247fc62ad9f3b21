"""OL47x: addresses that cannot be meant, and transitions that nothing can take."""

from orderloom.codes.model import code

REACH_CODES = (
    code(
        "OL470",
        "'{url}' is not a plain http or https address",
        "“{url}”不是普通的 http 或 https 地址",
        (
            "write only scheme, host and path, such as https://api.example.com/v1",
            "请只写协议、主机和路径，如 https://api.example.com/v1",
        ),
    ),
    code(
        "OL471",
        "'{host}' is not among the hosts of '{environment}'",
        "“{host}”不在环境“{environment}”的 hosts 中",
        (
            "known are {known}; add it there if it is meant",
            "已有：{known}；确实需要就加到那里",
        ),
        ("add it to 'hosts' of '{environment}'", "请加到“{environment}”的 hosts 中"),
    ),
    code(
        "OL472",
        "'{transition}' can never be taken this way: the one above it always fits first",
        "“{transition}”的这条迁移永远不会发生：上面的那条总是先符合",
        (
            "give the one above a condition with 'when', or this one another name",
            "请用 when 给上面的那条加条件，或为这条换一个名称",
        ),
    ),
)
