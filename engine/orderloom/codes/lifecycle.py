"""OL571 to OL579, OL190 to OL199: own events, approvals and versions while a flow runs."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL571",
        "the event '{event}' cannot be emitted without '{name}'",
        "事件“{event}”缺少“{name}”，无法发出",
    ),
    code("OL575", "only a person decides on an approval", "只有人员可以审批"),
    code(
        "OL576",
        "nothing is asked about this record, or it is decided already",
        "该记录没有待审批的请示，或已有结论",
    ),
    code(
        "OL577",
        "only {asker} may withdraw what was asked, and {user} is somebody else",
        "只有{asker}可以撤回该请示，而 {user} 不是",
    ),
    code(
        "OL578",
        "{user} asked and cannot consent: another person must",
        "{user} 是发起人，不能自行审批，须由他人审批",
    ),
    code(
        "OL579",
        "{user} has said yes already; each yes must come from another person",
        "{user} 已经同意过；每一票须由不同的人给出",
    ),
    code(
        "OL190",
        "no further yes of {roles} is wanted",
        "不再需要{roles}的同意",
    ),
)
