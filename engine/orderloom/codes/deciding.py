"""OL17x, OL7xx: why a command, an action or a message was refused while a flow runs."""

from orderloom.codes.bulk import BULK_CODES
from orderloom.codes.contact import REACHING_CODES
from orderloom.codes.model import code
from orderloom.codes.plugins import ACTION_CODES
from orderloom.codes.stocks import MOVEMENT_CODES

CODES = (
    *ACTION_CODES,
    *MOVEMENT_CODES,
    *BULK_CODES,
    *REACHING_CODES,
    code(
        "OL170",
        "it started for {key} already, at {since}",
        "已于 {since} 为 {key} 触发过",
    ),
    code(
        "OL185",
        "'{rule}' is silent now",
        "“{rule}”此时静默",
    ),
    code(
        "OL186",
        "'{rule}' is silent while '{other}' is on",
        "“{other}”处于触发状态时“{rule}”静默",
    ),
    code(
        "OL178",
        "'{definition}' has no brake",
        "“{definition}”没有制动",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("those that have one: {known}", "有制动的：{known}"),
    ),
    code(
        "OL701",
        "the condition '{condition}' does not hold",
        "条件“{condition}”不成立",
    ),
    code(
        "OL702",
        "the condition '{condition}' cannot be judged: {missing} is missing",
        "条件“{condition}”无法判断：缺少 {missing}",
        ("give {missing} a value first", "请先填写 {missing}"),
    ),
    code(
        "OL703",
        "definitions set each other off more than {most} times: {cycle}",
        "定义互相触发超过 {most} 次：{cycle}",
        (
            "let one of them stop when nothing is left to do",
            "请让其中一个在无事可做时不再触发",
        ),
    ),
    code(
        "OL704",
        "'{transition}' is blocked by the hold '{hold}'",
        "“{transition}”被冻结“{hold}”阻止",
        ("lift the hold first", "请先解除该冻结"),
    ),
    code(
        "OL705",
        "'{transition}' asks for the input '{input}', which is missing",
        "“{transition}”需要输入“{input}”，但未提供",
    ),
    code(
        "OL706",
        "'{transition}' does not leave the state '{state}'; possible here: {possible}",
        "“{transition}”不能从状态“{state}”出发；此处可用：{possible}",
    ),
    code(
        "OL707",
        "'{value}' is no {type}, as the field '{field}' wants",
        "“{value}”不是字段“{field}”要求的 {type}",
    ),
    code(
        "OL708",
        "the required field '{field}' of {record} has no value",
        "{record} 的必填字段“{field}”没有值",
    ),
    code(
        "OL709",
        "a {record} cannot be created: its identity lacks {missing}",
        "无法创建 {record}：标识缺少 {missing}",
    ),
    code(
        "OL710",
        "the {record} '{key}' exists already",
        "{record}“{key}”已存在",
    ),
    code(
        "OL711",
        "the addressee has none of the media {media}",
        "收件人没有可用的媒介：{media}",
    ),
    code(
        "OL712",
        "there is no {record} '{key}' yet; the item waits for it",
        "还没有 {record}“{key}”，该条目等待其出现",
    ),
    code(
        "OL713",
        "there is no {record} '{key}', and the mapping refuses to create one",
        "没有 {record}“{key}”，且映射不允许新建",
    ),
    code(
        "OL714",
        "there is a {record} '{key}' already, and the mapping refuses to change it",
        "{record}“{key}”已存在，且映射不允许修改",
    ),
    code(
        "OL715",
        "there is no record '{record}'",
        "没有记录“{record}”",
    ),
    code(
        "OL716",
        "no machine of this record has a transition '{transition}'; there are: {known}",
        "此记录没有转换“{transition}”；现有：{known}",
    ),
    code(
        "OL717",
        "'{transition}' has no input '{input}'",
        "“{transition}”没有输入项“{input}”",
    ),
    code(
        "OL718",
        "the field '{field}' of {record} cannot be typed by anyone",
        "{record} 的字段“{field}”不允许手工修改",
    ),
    code(
        "OL719",
        "there is no hold '{hold}' on this record; held by: {held}",
        "此记录没有冻结“{hold}”；现有：{held}",
    ),
    code(
        "OL720",
        "lifting '{hold}' needs a reason",
        "解除“{hold}”必须说明原因",
        ("say why in a few words", "请用一句话说明原因"),
    ),
    code(
        "OL721",
        "{user} may not touch '{what}': it takes one of the roles {roles}",
        "{user} 无权操作“{what}”：需要角色 {roles} 之一",
    ),
    code(
        "OL932",
        "'{what}' cannot be taken back ({effect})",
        "“{what}”无法撤回（{effect}）",
    ),
    code(
        "OL933",
        "'{what}' has changed since ({effect})",
        "“{what}”此后已变化（{effect}）",
    ),
    code(
        "OL934",
        "nothing is there to take back",
        "没有可撤回的内容",
    ),
    code(
        "OL935",
        "what '{field}' was is sensitive, and the journal does not keep it",
        "“{field}”原值为敏感信息，日志中不保留",
    ),
    code(
        "OL722",
        "the engine failed on this item; it is kept, and the other items went on",
        "引擎处理此条目时出错；条目已保留，其余条目照常处理",
        (
            "please report it with the log line that names {error}",
            "请附上日志中 {error} 一行反馈给我们",
        ),
    ),
    code(
        "OL723",
        "the {record} '{key}' did not appear within {hours} hours",
        "{record}“{key}”在 {hours} 小时内没有出现",
    ),
    code(
        "OL730",
        "there is no playbook '{playbook}' for {record}; there are: {known}",
        "{record} 没有预案“{playbook}”；现有：{known}",
    ),
    code(
        "OL731",
        "the playbook '{playbook}' has no input '{input}'",
        "预案“{playbook}”没有输入项“{input}”",
    ),
    code(
        "OL732",
        "the playbook '{playbook}' cannot do without the input '{input}'",
        "预案“{playbook}”必须提供输入“{input}”",
    ),
    code(
        "OL733",
        "the engine failed on the schedule '{schedule}'; everything else went on",
        "执行定时计划“{schedule}”时引擎出错；其余照常进行",
        (
            "please report it with the log line that names {error}",
            "请附上日志中 {error} 一行反馈给我们",
        ),
    ),
    code(
        "OL741",
        "there is no record to act upon: 'of' is missing",
        "没有可作用的记录：of 为空",
        ("say with 'when: has(…)' when to act", "请用 when: has(…) 限定何时执行"),
    ),
    code(
        "OL742",
        "there is no {record} '{id}' to act upon",
        "没有可作用的 {record}“{id}”",
    ),
    code(
        "OL743",
        "the list has {number} parts; 'for_each' takes at most {most}",
        "列表有 {number} 项；for_each 至多 {most} 项",
        ("select records instead: {{record: …, where: …}}", "请改用选取：{{record: …, where: …}}"),
    ),
    code(
        "OL744",
        "'{job}' is no longer part of the flow; the records left are not worked",
        "“{job}”已不在流程中，剩余记录不再处理",
    ),
    code(
        "OL745",
        "the engine failed on '{job}' at the record '{record}'; the others went on",
        "执行“{job}”时引擎在记录“{record}”上出错；其余照常进行",
        (
            "please report it with the log line that names {error}",
            "请附上日志中 {error} 一行反馈给我们",
        ),
    ),
    code(
        "OL746",
        "'{field}' is {value} already in another {record}, and must be unique",
        "另一条 {record} 的“{field}”已是 {value}，而它必须唯一",
    ),
    code(
        "OL747",
        "'for_each' over a selection would lead to itself, record by record: {cycle}",
        "对选取的 for_each 会逐条引发自身：{cycle}",
        (
            "let its actions not cause the event that sets it off, or go through a list",
            "请避免其动作再次引发触发它的事件，或改用列表",
        ),
    ),
    code(
        "OL740",
        "'{field}' cannot point at '{id}': there is no {record} of that id",
        "“{field}”不能指向“{id}”：没有该 id 的 {record}",
    ),
    code(
        "OL724",
        "another commit keeps changing this record; the item was not taken",
        "此记录持续被其他提交修改，条目未被采纳",
    ),
    code(
        "OL725",
        "'{later}' is no longer part of the flow, so that its time being over means nothing",
        "“{later}”已不在流程中，到时不再有意义",
    ),
    code(
        "OL726",
        "the engine failed on '{later}' when its time was over; everything else went on",
        "“{later}”到时后引擎处理出错；其余照常进行",
        (
            "please report it with the log line that names {error}",
            "请附上日志中 {error} 一行反馈给我们",
        ),
    ),
)
