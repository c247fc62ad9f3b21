"""OL960 to OL963: flows that are taken over, and changes to what they define."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

USES_CODES = (
    unknown("OL960", "no flow '{name}' ships", "没有随附的流程“{name}”"),
    code(
        "OL961",
        "'{name}' ships in version {shipped} only",
        "“{name}”只随附版本 {shipped}",
        ("write '{name}: {shipped}'", "请写“{name}: {shipped}”"),
    ),
    code(
        "OL962",
        "nothing under 'uses' has a {kind} '{name}' to override",
        "uses 所引用的流程中没有可覆盖的{kind}“{name}”",
        (
            "name the flow that has it under 'uses' of flow.yaml, or leave 'overrides' out",
            "请在 flow.yaml 的 uses 中写出定义它的流程，或去掉 overrides",
        ),
    ),
    code(
        "OL963",
        "a flow under 'uses' has a {kind} '{name}' already",
        "uses 所引用的流程已有{kind}“{name}”",
        (
            "write 'overrides: true' and only what is different, or choose another id",
            "请写 overrides: true 并只写不同之处，或换一个 id",
        ),
    ),
)
