"""OL80x: what was not as a test expected."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL801",
        "'{condition}' is false",
        "“{condition}”不成立",
    ),
    code(
        "OL802",
        "'{condition}' is unknown: something in it is missing",
        "“{condition}”未知：其中有缺失的值",
    ),
    code(
        "OL803",
        "expected {expected} of '{what}', found {found}",
        "应有 {expected} 个“{what}”，实际 {found} 个",
    ),
    code(
        "OL804",
        "one record of type '{record}' must fit here, found {number}",
        "此处须恰有一条“{record}”符合，实际 {number} 条",
    ),
    code(
        "OL806",
        "expected at least one '{what}', found none",
        "应至少有一个“{what}”，实际没有",
    ),
    code(
        "OL807",
        "'{what}' is not as expected",
        "“{what}”与期望不符",
    ),
    code(
        "OL808",
        "time does not go back: it is {now} already",
        "时间不能倒退：现在已是 {now}",
    ),
    code(
        "OL809",
        "there is no flow in '{folder}' or below",
        "“{folder}”及其下没有流程",
        ("a flow's folder holds a file flow.yaml", "流程文件夹中应有 flow.yaml"),
    ),
    code(
        "OL810",
        "the test does not pass as it stands, line {line}: {reason}",
        "该测试目前不能通过，第 {line} 行：{reason}",
        (
            "records that are not retold took part, or a condition reads a value that was replaced",
            "可能有未重述的记录参与其中，或条件读取了被替换的值",
        ),
    ),
)
