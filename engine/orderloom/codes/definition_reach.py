"""OL47x: addresses that cannot be meant, transitions that nothing can take, values in the clear."""

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
    code(
        "OL473",
        "'{field}' takes over '{source}', which is sensitive, and would keep it in the clear",
        "“{field}”会得到敏感的“{source}”，并以明文保存",
        (
            "declare '{field}' sensitive too, or write =mask({source})",
            "请把“{field}”也声明为 sensitive，或改写 =mask({source})",
        ),
    ),
)
