"""OL052, OL053, OL695 to OL698: what is said to become of records when the definitions change."""

from orderloom.codes.definition_names import unknown
from orderloom.codes.model import code

MIGRATING_CODES = (
    code(
        "OL052",
        "records of '{record}' cannot both be moved and finish where they are",
        "“{record}”的记录不能既被移走又在原处走完",
        ("leave out 'to' or 'finish'", "请去掉 to 或 finish"),
    ),
    code(
        "OL053",
        "'finish' does not say under which machine of '{record}': {known}",
        "finish 未说明“{record}”按哪个状态机走完：{known}",
        ("add 'machine'", "请加上 machine"),
    ),
    code(
        "OL695",
        "'{name}' is still a field of '{record}': only one that is gone is renamed",
        "“{name}”仍是“{record}”的字段：只有已删除的字段可以改名",
        ("take the field away, or leave it out of 'rename'", "请删除该字段，或从 rename 中去掉"),
    ),
    code(
        "OL696",
        "a state of '{record}' does not say of which machine: {known}",
        "“{record}”的状态未说明属于哪个状态机：{known}",
        ("add 'machine'", "请加上 machine"),
    ),
    unknown("OL697", "'{record}' has no machine '{name}'", "“{record}”没有状态机“{name}”"),
    code(
        "OL698",
        "two fields are renamed to '{name}'",
        "有两个字段改名为“{name}”",
    ),
)
