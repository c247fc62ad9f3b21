"""What the pages say besides what schemas and code say themselves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from orderloom.codes.model import Wording

MADE: Final = Wording(
    "<!-- Made by `orderloom reference`; change the schemas and the code instead. -->",
    "<!-- 由 orderloom reference 生成；请修改模式与代码，而不是本页。 -->",
)
LEGEND: Final = Wording(
    "A key whose default is `!` must be written; `–` is none.",
    "默认值为 `!` 的键必须填写；`–` 表示没有默认值。",
)
HEAD: Final = Wording("|key|type|default|meaning|", "|键|类型|默认值|含义|")
PARAMETERS: Final = Wording("|event|parts besides|made when|", "|事件|另有的内容|何时产生|")
EXAMPLE: Final = Wording("Example", "示例")
EXECUTED: Final = Wording("|expression|value|", "|表达式|值|")
LATER: Final = Wording("Not in this version yet: {names}.", "本版本尚无：{names}。")
DEPENDS: Final = Wording("as the other keys ask", "取决于其他键")
ONE_OR_LIST: Final = Wording("one or a list", "一个或列表")
LIST: Final = Wording("list", "列表")
MAP: Final = Wording("map", "映射")
HINT: Final = Wording("*What to do:* {hint}", "*处理：* {hint}")

PAGES: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "README": Wording("Reference", "参考手册"),
        "kinds": Wording("Kinds of definitions", "定义的种类"),
        "actions": Wording("Actions", "动作"),
        "shapes": Wording("Shapes", "结构"),
        "tests": Wording("Steps and expectations of tests", "测试的步骤与期望"),
        "functions": Wording("Functions", "函数"),
        "events": Wording("Events", "事件"),
        "codes": Wording("Diagnostic codes", "诊断代码"),
    }
)

TYPES: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "string": Wording("text", "文本"),
        "integer": Wording("whole number", "整数"),
        "number": Wording("number", "数字"),
        "boolean": Wording("true or false", "是否"),
        "null": Wording("nothing", "空"),
        "array": LIST,
        "object": MAP,
    }
)

EVENTS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "created": Wording("a record came to be", "记录产生"),
        "changed": Wording(
            "fields changed; once per record and list of actions, not at creation",
            "字段变化；每条记录每个动作列表一次，创建时不算",
        ),
        "field_changed": Wording("that field changed, computed ones too", "该字段变化，含计算字段"),
        "entered": Wording("the machine entered that state", "状态机进入该状态"),
        "refused": Wording(
            "a transition, or a reservation of goods, was refused", "流转或预留库存被拒绝"
        ),
        "unexpected": Wording(
            "a state was observed that no transition admits", "观测到没有流转可达的状态"
        ),
        "proposed": Wording("a transition waits for a connected system", "流转等待对接系统答复"),
        "declined": Wording("a connected system declined a transition", "对接系统拒绝了流转"),
        "conflict": Wording(
            "somebody who is not the field's owner wrote it", "非归属方写入了该字段"
        ),
        "tagged": Wording("a tag was put on", "加上标签"),
        "untagged": Wording("a tag was taken off", "去掉标签"),
        "held": Wording("a hold was put on", "冻结"),
        "unheld": Wording("a hold was lifted", "解除冻结"),
        "stale": Wording("a message was older than what is stored", "报文比已存内容旧"),
        "parked": Wording(
            "an item waits for a record that does not exist", "条目等待尚不存在的记录"
        ),
        "quarantined": Wording("an item could not be understood", "条目无法理解，进入隔离区"),
        "ran": Wording("the schedule ran", "定时计划已执行"),
        "missed": Wording("an instant of the schedule was left out", "定时计划的某个时刻被略过"),
        "answered": Wording("a call was answered", "调用得到答复"),
        "rejected": Wording("a call was rejected", "调用被对方拒绝"),
        "failed": Wording("a call failed for good", "调用最终失败"),
        "down": Wording("polls or calls of the connection keep failing", "连接持续失败"),
        "up": Wording("the connection works again", "连接恢复"),
        "empty": Wording("polls keep bringing nothing", "多次轮询无数据"),
        "drifted": Wording("messages look otherwise than before", "报文结构发生变化"),
        "unverified": Wording("a webhook could not be verified", "回调未通过校验"),
        "expiring": Wording("an authorisation ends soon", "授权即将到期"),
        "started": Wording("what the rule waits for began to hold", "规则所述情形开始成立"),
        "ended": Wording("what the rule waits for no longer holds", "规则所述情形不再成立"),
        "emitted": Wording(
            "an action `emit` made it; a name of the flow's own, under `events`",
            "由动作 emit 产生；流程在 events 中自定的名称",
        ),
        "sent": Wording("the message was put into the outbox", "消息已放入发件箱"),
        "suppressed": Wording("the message does not go", "消息不发送"),
        "bounced": Wording("the message did not arrive", "消息未送达"),
        "braked": Wording("the rule's work was parked by a brake", "规则的工作被制动暂停"),
        "reserved": Wording("goods were reserved for a record", "为记录预留了货品"),
        "released": Wording("reserved goods were given back", "已释放预留的货品"),
        "expired": Wording("a reservation ran out and was given back", "预留到期并释放"),
        "deducted": Wording("reserved goods left the stock", "预留的货品已扣出库存"),
        "moved": Wording(
            "goods went from one kind to another, came in or went out", "货品改变状态、入库或出库"
        ),
        "low": Wording("less than the safety stock became available", "可用量降到安全库存以下"),
    }
)
"""When each kind of event happens; a kind that is not here fails."""
