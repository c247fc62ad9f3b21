"""OL29x: playbooks and schedules that cannot mean anything."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

PLAY_CODES = (
    unknown(
        "OL290",
        "unknown playbook '{name}'",
        "未知的预案“{name}”",
        ("declare it in a document of kind 'playbook'", "请用 kind 为 playbook 的文档声明它"),
    ),
    code(
        "OL291",
        "the playbook '{name}' is about '{record}', not '{here}'",
        "预案“{name}”针对“{record}”，而不是“{here}”",
        (
            "run a playbook about '{here}', or name the '{record}' with 'of'",
            "请运行针对“{here}”的预案，或用 of 写明哪条“{record}”",
        ),
    ),
    unknown(
        "OL292",
        "the playbook '{owner}' has no input '{name}'",
        "预案“{owner}”没有输入项“{name}”",
        ("declare it under its 'input', or leave it out", "请在其 input 下声明，或去掉它"),
    ),
    code(
        "OL293",
        "the playbook '{playbook}' cannot do without '{name}'",
        "预案“{playbook}”必须有“{name}”",
        ("give it under 'with'", "请在 with 下提供"),
    ),
)
