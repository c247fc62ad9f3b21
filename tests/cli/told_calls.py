"""What is told of calls, pushes and answers, and the record that they are about."""

from orderloom.diagnostics import Cause, Place
from orderloom.flow import effect as effects

RULE = Cause(definition="rule/lane", path="do[0]", place=Place("rules/lane.yaml", 9, 12, 20))
ORDER = {"record": "order", "record_id": "r1", "cause": RULE}
FREEZE = {"connection": "wms", "operation": "freeze", "call": "call-1"}
CANCEL = {"machine": "life", "field": "status", "transition": "cancel"}
GONE = effects.Why("OL757", {"reason": "gone"})
CALLS_TOLD = [
    (
        effects.Called(**ORDER, **FREEZE, values={"no": "7"}),
        (
            "would call *wms.freeze* with no = 7",
            "put the call *wms.freeze* with no = 7 into the outbox",
        ),
        ("将调用 *wms.freeze*（no = 7）", "已将调用 *wms.freeze*（no = 7） 放入发件箱"),
    ),
    (
        effects.Withheld(**ORDER, connection="wms", operation="freeze", also=("rule/late",)),
        (
            "would not call *wms.freeze*: *rule/late* wants the irreversible too",
            "did not call *wms.freeze*: *rule/late* wanted the irreversible too",
        ),
        (
            "将不调用 *wms.freeze*：*rule/late* 也要执行无法撤回的操作",
            "未调用 *wms.freeze*：*rule/late* 也要执行无法撤回的操作",
        ),
    ),
    (
        effects.Answered(**ORDER, **FREEZE, outcome="answered"),
        ("*wms.freeze* would have answered", "*wms.freeze* answered"),
        ("*wms.freeze* 将已答复", "*wms.freeze* 已答复"),
    ),
    (
        effects.Answered(
            **ORDER, **FREEZE, outcome="rejected", error="OL756", facts={"reason": "closed"}
        ),
        (
            "*wms.freeze* would have been rejected: the peer rejected it: closed",
            "*wms.freeze* was rejected: the peer rejected it: closed",
        ),
        ("*wms.freeze* 将被拒绝：对方拒绝：closed", "*wms.freeze* 被拒绝：对方拒绝：closed"),
    ),
    (
        effects.Answered(
            **ORDER, **FREEZE, outcome="failed", error="OL757", facts={"reason": "gone"}
        ),
        (
            "*wms.freeze* would have failed for good: it failed for good: gone",
            "*wms.freeze* failed for good: it failed for good: gone",
        ),
        ("*wms.freeze* 将最终失败：最终失败：gone", "*wms.freeze* 最终失败：最终失败：gone"),
    ),
    (
        effects.Pushed(**ORDER, **FREEZE, mapping="to_wms", fields=3),
        ("would send 3 fields to *wms*", "put 3 fields for *wms* into the outbox"),
        ("将向 *wms* 发送 3 个字段", "已将发给 *wms* 的 3 个字段放入发件箱"),
    ),
    (
        effects.Unpushed(**ORDER, mapping="to_erp", connection="erp", echo=False),
        ("*erp* unchanged", "*erp* unchanged"),
        ("*erp* 无变化", "*erp* 无变化"),
    ),
    (
        effects.Unpushed(**ORDER, mapping="to_erp", connection="erp", echo=True),
        (
            "would not send back to *erp* what came from there",
            "did not send back to *erp* what came from there",
        ),
        ("不会向 *erp* 回传其自身的变更", "未向 *erp* 回传其自身的变更"),
    ),
    (
        effects.Conflict(**ORDER, field="quantity", kept=4, lost=7),
        (
            "would keep *quantity* 4: 7 comes from one who does not own it",
            "kept *quantity* 4: 7 came from one who does not own it",
        ),
        ("*quantity* 将保持 4：7 来自非归属方", "*quantity* 保持 4：7 来自非归属方"),
    ),
    (
        effects.Proposed(**ORDER, **FREEZE, **CANCEL, was="paid", state="cancelled"),
        (
            "would propose *cancel* to *wms*: paid → cancelled",
            "proposed *cancel* to *wms*: paid → cancelled",
        ),
        (
            "将向 *wms* 提议 *cancel*：paid → cancelled",
            "已向 *wms* 提议 *cancel*：paid → cancelled",
        ),
    ),
    (
        effects.Declined(**ORDER, **CANCEL, reasons=(GONE,)),
        (
            "would not fire *cancel*, which was declined: it failed for good: gone",
            "did not fire *cancel*, which was declined: it failed for good: gone",
        ),
        (
            "将不执行 *cancel*，已被拒绝：最终失败：gone",
            "未执行 *cancel*，已被拒绝：最终失败：gone",
        ),
    ),
    (
        effects.Declined(**ORDER, **CANCEL, reasons=(GONE,), overtaken=True),
        (
            "*cancel* would be admitted, but no longer possible here: it failed for good: gone",
            "*cancel* was admitted, but is no longer possible here: it failed for good: gone",
        ),
        (
            "*cancel* 将被同意，但此处已不可执行：最终失败：gone",
            "*cancel* 已被同意，但此处已不可执行：最终失败：gone",
        ),
    ),
]
