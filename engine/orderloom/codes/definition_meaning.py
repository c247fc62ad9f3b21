"""OL4xx: definitions whose names resolve, yet which cannot mean anything or hide a mistake."""

from orderloom.codes.definition_expectations import EXPECTATION_CODES
from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

MEANING_CODES = (
    code(
        "OL401",
        "'{value}' is not of type {type}",
        "“{value}”不是 {type} 类型",
        ("write the {as_money} as CNY 50.00", "{as_money} 请写成 CNY 50.00"),
        (
            "write the {as_duration} as 30s, 15m, 48h or 7d",
            "{as_duration} 请写成 30s、15m、48h 或 7d",
        ),
        (
            "write the {as_time} with its offset, as 2026-01-05T20:00+08:00",
            "{as_time} 请带时区偏移，如 2026-01-05T20:00+08:00",
        ),
        ("write the {as_date} as 2026-01-05", "{as_date} 请写成 2026-01-05"),
        ("write the {as_boolean} as true or false", "{as_boolean} 请写 true 或 false"),
        ("write the {as_integer} as digits only, as 12", "{as_integer} 请只写数字，如 12"),
        ("write the {as_decimal} as 2.5 or 80%", "{as_decimal} 请写成 2.5 或 80%"),
        ("write the {as_list} as [a, b]", "{as_list} 请写成 [a, b]"),
        (
            "an {as_object} cannot be written here: copy it from a field with '='",
            "{as_object} 不能直接写出：请以 = 从字段复制",
        ),
        ("write one plain text, or an expression after '='", "请写一段文本，或以 = 开头的表达式"),
    ),
    unknown("OL402", "'{name}' is no choice of '{field}'", "“{name}”不是“{field}”的选项"),
    code(
        "OL403",
        "'{value}' is a bare number where money is wanted",
        "这里需要金额，而“{value}”只是数字",
        ("write '{currency} {value}'", "请写成 {currency} {value}"),
    ),
    code(
        "OL404",
        "'{field}' is kept in {currency}, not {value}",
        "“{field}”以 {currency} 记账，而不是 {value}",
        ("write the amount in {currency}", "请以 {currency} 书写金额"),
    ),
    code(
        "OL405",
        "'{name}' could be a text or the name '{name}'",
        "“{name}”既可能是文本，也可能是名称“{name}”",
        (
            "write '={name}' for its value, '\"{name}\"' for the text",
            '取其值请写 ={name}，文本请写 "{name}"',
        ),
    ),
    code(
        "OL406",
        "'{name}' is the field of the machine '{machine}': never set, only fired",
        "“{name}”是状态机“{machine}”的字段：不能直接写，只能触发迁移",
        ("fire a transition, such as '{first}'", "请触发一个迁移，例如“{first}”"),
        ("add a transition and fire it", "请增加一个迁移并触发它"),
    ),
    code(
        "OL407",
        "'{name}' is kept by the engine and cannot be written",
        "“{name}”由引擎维护，不能写入",
        ("leave it out", "请去掉它"),
    ),
    code(
        "OL408",
        "'{name}' is part of the identity of '{record}', which never changes",
        "“{name}”是“{record}”标识的一部分，永不改变",
        ("create another record instead", "请改为新建记录"),
    ),
    code(
        "OL409",
        "an expression cannot stand inside a literal",
        "字面值里不能含有表达式",
        (
            "write the whole value as one expression after '='",
            "请把整个值写成一个以 = 开头的表达式",
        ),
    ),
    code(
        "OL410",
        "'{name}' is computed and cannot be written",
        "“{name}”是计算字段，不能写入",
        ("leave it out, or take 'compute' off the field", "请去掉它，或取消该字段的 compute"),
    ),
    code(
        "OL411",
        "computed fields need each other: {cycle}",
        "计算字段互相依赖：{cycle}",
        ("let one of them read other fields only", "请让其中一个只读取其他字段"),
    ),
    code(
        "OL412",
        "the role '{name}' includes itself: {cycle}",
        "角色“{name}”包含了自己：{cycle}",
        ("take one of them out of 'includes'", "请从 includes 中去掉其中一个"),
    ),
    code(
        "OL415",
        "the transition '{transition}' asks for '{name}'",
        "迁移“{transition}”需要“{name}”",
        ("give it under 'with'", "请在 with 下提供"),
    ),
    code(
        "OL416",
        "a case is not created but opened",
        "工单不能用 create 新建，要用 open_case",
        ("write 'open_case' with the type of the case", "请写 open_case 加工单类型"),
    ),
    code(
        "OL417",
        "the message '{name}' is about '{record}', not '{here}'",
        "消息“{name}”针对“{record}”，而不是“{here}”",
        (
            "notify a message about '{here}', or take 'record' off this one",
            "请使用针对“{here}”的消息，或取消该消息的 record",
        ),
    ),
    code(
        "OL418",
        "nobody to notify: '{record}' has no 'contact'",
        "没有通知对象：“{record}”没有 contact",
        (
            "add 'to' with a role, or 'contact' to '{record}'",
            "请用 to 写明角色，或为“{record}”加上 contact",
        ),
    ),
    code(
        "OL419",
        "a new '{record}' lacks its identity: {lacking}",
        "新建的“{record}”缺少标识：{lacking}",
        ("give {lacking} under 'with'", "请在 with 下提供 {lacking}"),
    ),
    code(
        "OL420",
        "the computed field '{name}' cannot have '{key}'",
        "计算字段“{name}”不能有“{key}”",
        ("take out '{key}' or 'compute'", "请去掉 {key} 或 compute"),
    ),
    code(
        "OL422",
        "'{name}' cannot tell records apart: it is computed, a list or an object",
        "“{name}”不能用来区分记录：它是计算字段、列表或对象",
        ("name a field that the channel sends", "请改用渠道传来的字段"),
    ),
    code(
        "OL423",
        "'{name}' of type {type} cannot tell which of two is newer",
        "{type} 类型的“{name}”无法判断哪个更新",
        (
            "name a field of type time, integer, decimal or text",
            "请改用 time、integer、decimal 或 text 类型的字段",
        ),
    ),
    code(
        "OL424",
        "the automatic transition '{name}' asks for input, but nobody fires it",
        "自动迁移“{name}”要求输入，但没有人触发它",
        ("take out 'input' or 'automatic'", "请去掉 input 或 automatic"),
    ),
    code(
        "OL425",
        "the rule is about '{record}', but '{name}' happens to '{other}'",
        "规则针对“{record}”，而“{name}”发生在“{other}”上",
        ("make a rule of its own for '{other}'", "请为“{other}”另写一条规则"),
    ),
    code(
        "OL459",
        "a timer of '{after}' is over as soon as it begins",
        "“{after}”的定时一开始就已结束",
        (
            "write how long to wait, or put its actions under 'enter'",
            "请写明要等多久，或把动作放在 enter 下",
        ),
    ),
    *EXPECTATION_CODES,
)
