"""OL426 to OL499: mappings, connections and checks over a whole flow."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

EXPECTATION_CODES = (
    code(
        "OL426",
        "nothing is mapped to the identity of '{record}': {lacking}",
        "没有映射到“{record}”的标识：{lacking}",
        ("map {lacking} under 'fields'", "请在 fields 下映射 {lacking}"),
    ),
    code(
        "OL427",
        "the connector '{connector}' needs '{key}' here",
        "连接器“{connector}”在这里需要“{key}”",
        ("add '{key}' to this environment", "请在该环境下加上 {key}"),
    ),
    code(
        "OL428",
        "this looks like a credential itself, not the name of one",
        "这里看起来是密钥本身，而不是密钥的名称",
        (
            "keep it outside, change it where it was issued, and write only its name here",
            "请把密钥移到文件之外并更换，这里只写它的名称",
        ),
    ),
    code(
        "OL429",
        "'{host}' is not a host",
        "“{host}”不是主机名",
        (
            "write a host such as api.example.com or *.example.com, without scheme, port or path",
            "请写成 api.example.com 或 *.example.com，不带协议、端口和路径",
        ),
    ),
    code(
        "OL430",
        "automatic transitions without a condition go round for ever: {cycle}",
        "无条件的自动迁移会无限循环：{cycle}",
        ("add 'when' to one of them", "请为其中一个加上 when"),
    ),
    code(
        "OL431",
        "times for '{name}' have no zone",
        "“{name}”的时间没有时区",
        (
            "add 'zone' to the mapping, such as zone: Asia/Shanghai",
            "请为映射加上 zone，例如 zone: Asia/Shanghai",
        ),
    ),
    code(
        "OL432",
        "'{path}' is not a path",
        "“{path}”不是路径",
        ("write a path such as a.b[0].c", "请写成 a.b[0].c 这样的路径"),
    ),
    code(
        "OL433",
        "'{part}' asks for an attribute, which JSON does not have",
        "“{part}”表示属性，而 JSON 没有属性",
        ("write the key without '@'", "请去掉 @，只写键名"),
    ),
    code(
        "OL434",
        "'[*]' stands only at the end of 'each'",
        "“[*]”只能写在 each 的末尾",
        ("take one item, as in a[0].b, or use 'each'", "请取其中一项，如 a[0].b，或使用 each"),
    ),
    code(
        "OL435",
        "'{value}' is an expression where a path is wanted",
        "这里需要路径，而“{value}”是表达式",
        ("write 'value: {value}' below the field", "请在该字段下写 value: {value}"),
    ),
    code(
        "OL436",
        "'{name}' is of type {type} and cannot be read as {read}",
        "“{name}”是 {type} 类型，不能按 {read} 读取",
        ("leave 'as' out, or write 'as: {type}'", "请去掉 as，或写 as: {type}"),
    ),
    code(
        "OL438",
        "'{name}' of type {type} has no parts to map",
        "{type} 类型的“{name}”没有可映射的部分",
        ("write 'from' and a path", "请写 from 加路径"),
    ),
    code(
        "OL439",
        "'{format}' is no format of type {type}",
        "“{format}”不是 {type} 类型的格式",
        ("write one of {possible}", "请写 {possible} 之一"),
        ("take 'format' out: this type has none", "请去掉 format：该类型没有格式"),
    ),
    code(
        "OL440",
        "a table without a header row has no column names",
        "没有标题行的表格没有列名",
        ("name the columns in order under 'columns'", "请在 columns 下按顺序列出列名"),
    ),
    code(
        "OL942",
        "the column '{name}' shares only a part of '{other}' (positions {first} to {last})",
        "列“{name}”与“{other}”（第 {first} 至 {last} 位）部分重叠",
        (
            "correct 'start' and 'width'; a column may lie wholly inside another",
            "请修改 start 和 width；一列可以完全位于另一列之内",
        ),
    ),
    unknown("OL441", "unknown column '{name}'", "未知的列“{name}”"),
    code(
        "OL443",
        "nothing ever makes the event '{name}'",
        "没有任何定义会产生事件“{name}”",
        (
            "add a transition to that state of '{entered}', or map the field",
            "请增加一个进入“{entered}”该状态的迁移，或映射该字段",
        ),
        ("add an action 'open_case' for a {opened}", "请增加 open_case 动作（{opened}）"),
        (
            "add a mapping or a 'create' for '{created}'",
            "请为“{created}”增加映射或 create 动作",
        ),
        ("write the field '{field_changed}' somewhere", "请在某处写入字段“{field_changed}”"),
        ("add an action 'tag' for '{tagged}'", "请为“{tagged}”增加 tag 动作"),
        ("add an action 'untag' for '{untagged}'", "请为“{untagged}”增加 untag 动作"),
        ("add an action 'hold' for '{held}'", "请为“{held}”增加 hold 动作"),
        (
            "add an action 'unhold' for '{unheld}', or 'by' to its hold",
            "请为“{unheld}”增加 unhold 动作，或在 hold 上写 by",
        ),
        (
            "give '{stale}' a 'version_field' and a mapping",
            "请为“{stale}”加上 version_field 和映射",
        ),
        (
            "add 'when_absent: park' to a mapping of '{parked}'",
            "请在“{parked}”的映射上写 when_absent: park",
        ),
        ("add a mapping for '{quarantined}'", "请为“{quarantined}”增加映射"),
        ("map the field '{unexpected}'", "请映射字段“{unexpected}”"),
        (
            "fire a transition of '{refused}', or let a role do so with 'by'",
            "请触发“{refused}”的迁移，或用 by 允许某个角色触发",
        ),
        (
            "write 'catch_up: last' or 'none' in the schedule '{missed}'",
            "请在定时计划“{missed}”中写 catch_up: last 或 none",
        ),
        (
            "emit '{emitted}' about such a record somewhere",
            "请在某处对此类记录发出（emit）“{emitted}”",
        ),
        ("declare what changes '{changed}'", "请声明什么会改变“{changed}”"),
    ),
    code(
        "OL444",
        "no way leads to the state '{state}' of '{machine}'",
        "没有途径进入“{machine}”的状态“{state}”",
        ("add a transition to it, or take it out", "请增加一个进入它的迁移，或去掉它"),
    ),
    code(
        "OL445",
        "the state '{state}' of '{machine}' has no way out and is not final",
        "“{machine}”的状态“{state}”没有出路，也不是终态",
        (
            "add 'final: true', or a transition that leaves it",
            "请写 final: true，或增加一个离开它的迁移",
        ),
    ),
    code(
        "OL446",
        "the state '{state}' is final, yet '{transition}' leaves it",
        "状态“{state}”是终态，却有迁移“{transition}”离开它",
        (
            "take out 'final', or '{state}' from 'from' of '{transition}'",
            "请去掉 final，或从“{transition}”的 from 中去掉“{state}”",
        ),
    ),
    code(
        "OL447",
        "'{other}' and '{rule}' both write '{field}' at '{event}'; one is overruled",
        "“{other}”和“{rule}”在“{event}”时都写“{field}”，其中一个不会生效",
        (
            "let one of them decide it, or write different fields",
            "请只由其中一个决定，或写不同的字段",
        ),
    ),
    code(
        "OL448",
        "the rule '{rule}' acts at every change, whatever changed",
        "规则“{rule}”在每次变更时都会执行，不管变的是什么",
        (
            "read 'old' or 'event' in 'when', or listen to the change of one field",
            "请在 when 中读取 old 或 event，或只监听某个字段的变更",
        ),
    ),
    code(
        "OL449",
        "no connection of '{environment}' carries the message '{name}' ({media})",
        "环境“{environment}”中没有连接能发送消息“{name}”（{media}）",
        (
            "add a connection for one of these media, or another medium to the message",
            "请为其中一种媒介增加连接，或为消息增加其他媒介",
        ),
    ),
    code(
        "OL450",
        "the connection '{name}' has no address in '{environment}'",
        "连接“{name}”在环境“{environment}”中没有地址",
        ("add '{environment}' to its 'environments'", "请在其 environments 下加上 {environment}"),
    ),
    code(
        "OL451",
        "'{name}' is known in mappings only",
        "“{name}”只能用在映射中",
        ("read a field of the record instead", "请改为读取记录的字段"),
    ),
    code(
        "OL452",
        "'{name}' is known in mappings with 'group_by' only",
        "“{name}”只能用在有 group_by 的映射中",
        ("add 'group_by' to the mapping", "请为映射加上 group_by"),
    ),
    code(
        "OL453",
        "'{name}' is known in messages only",
        "“{name}”只能用在消息中",
        ("read a field of the record instead", "请改为读取记录的字段"),
    ),
    code(
        "OL454",
        "'{name}' is known to rules and machines only",
        "“{name}”只能用在规则和状态机中",
        ("hand what is needed over by 'with'", "请用 with 传入所需的内容"),
    ),
    code(
        "OL455",
        "'{name}' is not available in this version",
        "本版本尚不提供“{name}”",
        ("use a field or 'settings'", "请使用字段或 settings"),
    ),
    code(
        "OL456",
        "'{name}' is known to connectors only",
        "“{name}”只能用在连接器中",
        ("read a field or 'event' instead", "请改为读取字段或 event"),
    ),
    code(
        "OL457",
        "'{name}' cannot be computed with: nothing would wake the field at the right moment",
        "计算字段不能使用“{name}”：没有什么会在恰当的时刻唤醒它",
        (
            "compare with '{name}' in a rule or in 'edit_when'",
            "请在规则或 edit_when 中与“{name}”比较",
        ),
    ),
    code(
        "OL458",
        "an automatic transition cannot ask '{name}': nothing would wake it at the right moment",
        "自动迁移不能使用“{name}”：没有什么会在恰当的时刻唤醒它",
        ("fire the transition from a rule instead", "请改由规则触发该迁移"),
    ),
)
