"""OL2xx: names in definitions: unknown, taken, or kept for the engine."""

from orderloom.codes.model import Code, Wording, code

NEAREST_DECLARED = (
    "did you mean '{nearest}'? (declared at {declared})",
    "是否想写“{nearest}”？（声明于 {declared}）",
)
NEAREST = ("did you mean '{nearest}'?", "是否想写“{nearest}”？")
KNOWN = ("known are {known}", "已有：{known}")


def unknown(identifier: str, en: str, zh: str, *otherwise: tuple[str, str]) -> Code:
    """Make the code of an unknown name: the nearest is offered, else all when they are few.

    Args:
        identifier: The code.
        en: The message in English, with ``{name}``.
        zh: The same in Chinese.
        otherwise: Hints for when nothing is near and too many are known.
    """
    hints = tuple(Wording(*hint) for hint in (NEAREST_DECLARED, NEAREST, KNOWN, *otherwise))
    return Code(identifier, Wording(en, zh), hints)


NAME_CODES = (
    code(
        "OL200",
        "no definition here is of kind 'flow'",
        "这里没有 kind 为“flow”的定义",
        (
            "begin flow.yaml with 'kind: flow', an 'id', 'zone', 'currency' and 'environments'",
            "请在 flow.yaml 开头写 kind: flow、id、zone、currency 和 environments",
        ),
    ),
    code(
        "OL201",
        "the {kind} '{name}' is declared twice",
        "{kind}“{name}”声明了两次",
        ("give one of them another id", "请为其中一个换一个 id"),
    ),
    code(
        "OL202",
        "a second flow '{name}' beside '{first}'",
        "除“{first}”外还有第二个流程“{name}”",
        ("put each flow into a folder of its own", "请把每个流程放进各自的文件夹"),
    ),
    unknown(
        "OL203",
        "unknown state '{name}' in '{of}'",
        "“{of}”中的状态“{name}”未知",
        ("declare it under 'states'", "请在 states 下声明它"),
    ),
    unknown(
        "OL204",
        "unknown record type '{name}'",
        "未知的记录类型“{name}”",
        (
            "declare it in a document of kind 'record'",
            "请用 kind 为 record 的文档声明它",
        ),
    ),
    unknown(
        "OL205",
        "unknown field '{name}' of '{record}'",
        "“{record}”没有字段“{name}”",
        ("declare it under 'fields' of '{record}'", "请在“{record}”的 fields 下声明它"),
    ),
    unknown(
        "OL206",
        "unknown transition '{name}' of '{record}'",
        "“{record}”没有迁移“{name}”",
        (
            "declare it under 'transitions' of a machine of '{record}'",
            "请在“{record}”的状态机的 transitions 下声明它",
        ),
    ),
    unknown(
        "OL207",
        "unknown role '{name}'",
        "未知的角色“{name}”",
        ("declare it in a document of kind 'role'", "请用 kind 为 role 的文档声明它"),
    ),
    unknown(
        "OL208",
        "unknown message '{name}'",
        "未知的消息“{name}”",
        (
            "declare it in a document of kind 'message'",
            "请用 kind 为 message 的文档声明它",
        ),
    ),
    unknown(
        "OL209",
        "unknown mapping '{name}'",
        "未知的映射“{name}”",
        (
            "declare it in a document of kind 'mapping'",
            "请用 kind 为 mapping 的文档声明它",
        ),
    ),
    unknown(
        "OL210",
        "unknown connector '{name}'",
        "未知的连接器“{name}”",
        ("install the plugin that brings it", "请安装提供它的插件"),
    ),
    unknown(
        "OL211",
        "unknown connection '{name}'",
        "未知的连接“{name}”",
        (
            "declare it in a document of kind 'connection'",
            "请用 kind 为 connection 的文档声明它",
        ),
    ),
    unknown(
        "OL212",
        "unknown event '{name}'",
        "未知的事件“{name}”",
        (
            "write record.created, record.field.changed or record.machine_field.state",
            "请写成 记录.created、记录.字段.changed 或 记录.状态字段.状态",
        ),
    ),
    unknown(
        "OL213",
        "unknown environment '{name}'",
        "未知的环境“{name}”",
        ("declare it under 'environments' of the flow", "请在流程的 environments 下声明它"),
    ),
    code(
        "OL214",
        "'{name}' means something else in every expression",
        "“{name}”在所有表达式中另有含义",
        ("choose another name", "请换一个名称"),
    ),
    code(
        "OL215",
        "every record has '{name}' already, kept by the engine",
        "每条记录都已有由引擎维护的“{name}”",
        (
            "choose another name, or leave the field out and use the engine's",
            "请换一个名称，或去掉该字段并直接使用引擎的字段",
        ),
    ),
    code(
        "OL216",
        "no state may be called '{name}': events of the machine end so",
        "状态不能叫“{name}”：状态机的事件以它结尾",
        ("choose another name", "请换一个名称"),
    ),
    code(
        "OL217",
        "'{name}' already means something here",
        "“{name}”在这里已有含义",
        ("choose another name", "请换一个名称"),
    ),
    code(
        "OL218",
        "the {kind} '{name}' is built in and cannot be declared or added to",
        "{kind}“{name}”是内置的，不能声明或扩充",
        ("leave it out, or choose another id", "请去掉它，或换一个 id"),
    ),
    unknown(
        "OL219",
        "the message '{message}' has no text for '{name}'",
        "消息“{message}”没有“{name}”的文本",
    ),
    unknown(
        "OL220",
        "the connector '{connector}' has no stream '{name}'",
        "连接器“{connector}”没有数据流“{name}”",
    ),
    unknown(
        "OL221",
        "the transition '{owner}' has no input '{name}'",
        "迁移“{owner}”没有输入项“{name}”",
        ("declare it under its 'input', or leave it out", "请在其 input 下声明，或去掉它"),
    ),
    code(
        "OL222",
        "the event '{name}' is not available in this version",
        "本版本尚不提供事件“{name}”",
        (
            "listen to an event of a record, such as order.created",
            "请监听记录的事件，例如 order.created",
        ),
    ),
    code(
        "OL223",
        "'{name}' is the name of another field already",
        "“{name}”已是另一个字段的名称",
        ("choose another name", "请换一个名称"),
    ),
    code(
        "OL224",
        "'{name}' is the time at which the machine entered its state",
        "“{name}”是状态机进入当前状态的时间",
        ("choose another name for the field", "请为该字段换一个名称"),
    ),
    code(
        "OL225",
        "the machine '{machine}' of the same record has a transition '{name}' too",
        "同一记录的状态机“{machine}”也有迁移“{name}”",
        ("choose another name for one of them", "请为其中一个换一个名称"),
    ),
)
