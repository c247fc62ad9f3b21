"""OL06x and OL07x: limits over messages, and what is told together."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

REACHING_CODES = (
    code(
        "OL060",
        "the hours {quiet} are quiet ({zone})",
        "{quiet}（{zone}）为静默时段",
    ),
    code(
        "OL061",
        "this addressee was sent {most} this {per}",
        "此收件人本周期（{per}）已收到 {most} 条",
    ),
    code(
        "OL062",
        "{most} messages wait for this addressee already",
        "已有 {most} 条消息在等待发给此收件人",
    ),
    code(
        "OL063",
        "the flow has no message '{message}' for this addressee any more",
        "流程中已没有可发给此收件人的消息“{message}”",
    ),
    code(
        "OL064",
        "it is told together with other starts of '{rule}'",
        "与“{rule}”的其他触发合并告知",
    ),
)
"""Why a message waits, or does not go."""

CONTACT_CODES = (
    code(
        "OL065",
        "a limit with neither 'at_most' nor 'quiet' limits nothing",
        "既无 at_most 也无 quiet 的限制不起作用",
        ("say how many messages, or at which hours none", "请写明条数上限，或不发送的时段"),
    ),
    code(
        "OL066",
        "'merge' joins messages that wait, and here none ever does",
        "merge 合并等待中的消息，而此处没有消息会等待",
        ("add 'quiet', or 'over: delay'", "请加上 quiet 或 over: delay"),
    ),
    code(
        "OL067",
        "the message '{name}' is about one record, and what it joins may be about several",
        "消息“{name}”只涉及一条记录，而它合并的消息可能涉及多条",
        ("leave its 'record' out, and read 'messages'", "请去掉其 record，改用 messages"),
    ),
    code(
        "OL068",
        "the quiet hours '{found}' end when they begin",
        "静默时段“{found}”的起止相同",
        ("let them end at another time", "请写不同的结束时间"),
    ),
    unknown(
        "OL069",
        "there is neither a role nor a record type '{name}'",
        "没有名为“{name}”的角色或记录类型",
        ("name whom messages go to", "请写明消息发给谁"),
    ),
    unknown(
        "OL070",
        "starts of this rule have no '{name}' in common",
        "此规则的触发没有可共有的“{name}”",
        ("name a field, a fact, or one of 'per'", "请写字段、事实，或 per 中的名称"),
    ),
    code(
        "OL071",
        "'{name}' is what this message tells together, and its record has such a field",
        "“{name}”是此消息合并告知的内容，而其记录也有同名字段",
        ("rename the field", "请为该字段改名"),
    ),
)
"""What is wrong with such a definition."""
