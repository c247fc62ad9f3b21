"""OL037 to OL050: what is proved of conditions, circles of definitions, what never comes."""

from orderloom.codes.model import code

PROOF_CODES = (
    code(
        "OL037",
        "that '{branch}' and '{other}' are never both true is not proven: '{part}' is in the way",
        "无法证明“{branch}”与“{other}”不会同时成立：障碍是“{part}”",
        (
            "let both ask the same thing and compare it with values, or write 'hit: first'",
            "请让两者判断同一内容并与固定值比较，或写 hit: first",
        ),
    ),
    code(
        "OL038",
        "'{condition}' can never be true",
        "“{condition}”永远不会成立",
        (
            "look at what is asked together: no value fits all of it",
            "请检查同时要求的内容：没有任何值能全部满足",
        ),
    ),
    code(
        "OL039",
        "nothing is left for '{condition}': one of those above is always true before it",
        "没有任何情形留给“{condition}”：上面的条件总会先成立",
        ("put it before them, or take it out", "请把它移到前面，或删去"),
    ),
    code(
        "OL041",
        "this may go round without end: {cycle}",
        "可能无限循环：{cycle}",
        (
            "end it with a condition that its own work makes untrue, or with 'once_per'",
            "请用执行后不再成立的条件或 once_per 使其停止",
        ),
    ),
    code(
        "OL043",
        "nothing ever writes '{field}' of '{record}': no mapping, no action, nobody by hand",
        "没有任何映射、动作或人员会写入“{record}”的“{field}”",
        (
            "map it, set it, or say with 'edit' who may; else take it out",
            "请映射或写入它，或用 edit 说明谁可编辑；否则请删去",
        ),
    ),
)
