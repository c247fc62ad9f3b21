"""OL051, OL691 to OL694, OL727 to OL729: what becomes of records when the definitions change."""

from orderloom.codes.model import code

_STANDING = "record: {record}, machine: {machine}, state: {state}"

CODES = (
    code(
        "OL051",
        "records finish under the machine '{machine}' of version {version}, "
        "which does not fit these definitions",
        "有记录按版本 {version} 的状态机“{machine}”走完，但该状态机与这些定义不相容",
        (
            "leave what it names as it was until they have finished, or move them with 'to'",
            "请在其走完之前保留它所用到的定义，或用 to 把这些记录移走",
        ),
    ),
    code(
        "OL691",
        "{number} records of '{record}' stand in '{state}', which '{machine}' no longer has: {ids}",
        "“{record}”有 {number} 条记录处于“{state}”，而“{machine}”已没有该状态：{ids}",
        (
            f"say under 'migrate' of flow.yaml: {{{{{_STANDING}, to: …}}}}, or keep the state",
            f"请在 flow.yaml 的 migrate 中写 {{{{{_STANDING}, to: …}}}}，或保留该状态",
        ),
    ),
    code(
        "OL692",
        "the definitions that this process works under are no longer in force: version {number} is",
        "本进程所用的定义已失效：当前生效的是版本 {number}",
        ("start it again: nothing was lost", "请重新启动：没有丢失任何内容"),
    ),
    code(
        "OL693",
        "the identity of '{record}' was {was} and would be {now}, but {number} records have it",
        "“{record}”的标识由 {was} 改为 {now}，但已有 {number} 条记录",
        (
            "an identity never changes; make a new record type, or rename its field",
            "标识永不改变；请新建记录类型，或用 rename 改字段名",
        ),
    ),
    code(
        "OL694",
        "'{field}' of '{record}' was {was} and would be {now}, "
        "which {number} records have values for that cannot be read so",
        "“{record}”的“{field}”由 {was} 改为 {now}，有 {number} 条记录的值无法这样读取",
        (
            "add a field of another name and fill it by 'set' under 'migrate'",
            "请新增另一名称的字段，并在 migrate 中用 set 赋值",
        ),
    ),
    code(
        "OL699",
        "no timer of {record} waits for a person to decide",
        "{record} 没有等待人决定的定时",
    ),
    code(
        "OL727",
        "version {number} is in force, not what this folder holds: {who} put it there at {at}",
        "当前生效的是版本 {number}，而不是此文件夹中的定义：{who}于 {at} 使其生效",
        (
            "'orderloom deploy DIR' puts the folder's definitions in force",
            "用 orderloom deploy DIR 使此文件夹中的定义生效",
        ),
    ),
    code(
        "OL728",
        "no version {version} to go back to; others than the one in force: {known}",
        "没有可以退回的版本 {version}；生效版本之外有：{known}",
        ("'orderloom versions DIR' lists them", "“orderloom versions DIR”列出各版本"),
    ),
    code(
        "OL729",
        "'{field}' of '{record}' is to be unique, but {number} records share values of it",
        "“{record}”的“{field}”须唯一，但有 {number} 条记录的值重复",
        (
            "mend those records first, or leave 'unique' out",
            "请先修正这些记录，或去掉 unique",
        ),
    ),
)
