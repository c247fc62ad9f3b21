"""OL75x, OL685, OL686: why a call was not made, what belongs to others, what waits for them."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL750",
        "'{call}' cannot be asked: the record came from no connection",
        "无法请求“{call}”：记录并非来自任何连接",
    ),
    code(
        "OL751",
        "'{call}' cannot be asked: '{connection}' does not take it in this environment",
        "无法请求“{call}”：“{connection}”在此环境中不接受该操作",
        (
            "give the connection an address here, or a connector that offers it",
            "请为该连接配置此环境的地址，或使用提供该操作的连接器",
        ),
    ),
    code(
        "OL752",
        "'{call}' cannot be asked: what 'once' names is missing",
        "无法请求“{call}”：once 的名称缺失",
    ),
    code(
        "OL753",
        "'{call}' is not asked: '{once}' is under way already",
        "未请求“{call}”：“{once}”已在进行中",
    ),
    code(
        "OL754",
        "'{call}' is not asked: '{once}' was done already",
        "未请求“{call}”：“{once}”此前已完成",
    ),
    code(
        "OL755",
        "the answer to '{call}' could not be decided: {error}",
        "无法处理“{call}”的答复：{error}",
    ),
    code("OL756", "the peer rejected it: {reason}", "对方拒绝：{reason}"),
    code("OL757", "it failed for good: {reason}", "最终失败：{reason}"),
    code(
        "OL758",
        "'push' is blocked by the hold '{hold}'",
        "push 被冻结“{hold}”阻止",
        ("lift the hold first", "请先解除该冻结"),
    ),
    code(
        "OL685",
        "'{field}' belongs to '{owner}' and is not changed here",
        "“{field}”归属于“{owner}”，不能在此修改",
        ("have it changed there", "请在该系统中修改"),
    ),
    code(
        "OL686",
        "'{transition}' cannot be proposed: '{open}' still waits for an answer",
        "无法提议“{transition}”：“{open}”仍在等待答复",
        ("wait for the answer", "请等待答复"),
    ),
)
