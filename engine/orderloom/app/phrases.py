"""The sentences that tell effects, in both languages; ``narrative`` fills them in.

Each has two forms: what would happen, and what happened.
"""

from collections.abc import Mapping
from types import MappingProxyType

from orderloom.app.phrase import Phrase
from orderloom.app.phrase import phrase as _phrase
from orderloom.app.phrases_of_jobs import JOB_PHRASES
from orderloom.app.phrases_of_messages import MESSAGE_PHRASES
from orderloom.app.phrases_of_rules import RULE_PHRASES
from orderloom.app.phrases_of_stocks import STOCK_PHRASES
from orderloom.codes.model import Wording

PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        **JOB_PHRASES,
        **MESSAGE_PHRASES,
        **RULE_PHRASES,
        **STOCK_PHRASES,
        "created": _phrase(
            ("would create {record} {key}", "将新建{record} {key}"),
            ("created {record} {key}", "新建了{record} {key}"),
        ),
        "created_case": _phrase(
            ("would open the case *{case}*", "将开立工单 *{case}*"),
            ("opened the case *{case}*", "开立了工单 *{case}*"),
        ),
        "set": _phrase(
            ("would set *{field}* to {value} (was {was})", "将把 *{field}* 从 {was} 改为 {value}"),
            ("set *{field}* to {value} (was {was})", "把 *{field}* 从 {was} 改为 {value}"),
        ),
        "set_first": _phrase(
            ("would set *{field}* to {value} (was empty)", "将把 *{field}* 设为 {value}（原为空）"),
            ("set *{field}* to {value} (was empty)", "把 *{field}* 设为 {value}（原为空）"),
        ),
        "cleared": _phrase(
            ("would clear *{field}* (was {was})", "将清空 *{field}*（原为 {was}）"),
            ("cleared *{field}* (was {was})", "清空了 *{field}*（原为 {was}）"),
        ),
        "moved": _phrase(
            (
                "would fire *{transition}*: {was} → {state}{undoing}",
                "将执行 *{transition}*：{was} → {state}{undoing}",
            ),
            (
                "fired *{transition}*: {was} → {state}{undoing}",
                "执行了 *{transition}*：{was} → {state}{undoing}",
            ),
        ),
        "moved_first": _phrase(
            ("would begin with *{machine}* {state}", "*{machine}* 将始于 {state}"),
            ("began with *{machine}* {state}", "*{machine}* 始于 {state}"),
        ),
        "moved_observed": _phrase(
            (
                "would follow the channel: *{machine}* {was} → {state}",
                "将随渠道变更：*{machine}* {was} → {state}",
            ),
            (
                "followed the channel: *{machine}* {was} → {state}",
                "随渠道变更：*{machine}* {was} → {state}",
            ),
        ),
        "tagged": _phrase(
            ("would tag *{name}*", "将加标签 *{name}*"),
            ("tagged *{name}*", "加了标签 *{name}*"),
        ),
        "untagged": _phrase(
            ("would untag *{name}*", "将去掉标签 *{name}*"),
            ("untagged *{name}*", "去掉了标签 *{name}*"),
        ),
        "held": _phrase(
            (
                "would hold *{name}*; blocks {blocks}{because}",
                "将冻结 *{name}*；阻止{blocks}{because}",
            ),
            ("held *{name}*; blocks {blocks}{because}", "冻结了 *{name}*；阻止{blocks}{because}"),
        ),
        "unheld": _phrase(
            ("would lift *{name}*{because}", "将解除冻结 *{name}*{because}"),
            ("lifted *{name}*{because}", "解除了冻结 *{name}*{because}"),
        ),
        "notified": _phrase(
            (
                "would send *{message}* to {to} by {medium}{without}",
                "将通过 {medium} 向 {to} 发送 *{message}*{without}",
            ),
            (
                "put *{message}* to {to} by {medium} into the outbox{without}",
                "已将发给 {to} 的 *{message}*（{medium}）放入发件箱{without}",
            ),
        ),
        "suppressed": _phrase(
            ("would not send *{message}*: {reason}", "将不发送 *{message}*：{reason}"),
            ("did not send *{message}*: {reason}", "未发送 *{message}*：{reason}"),
        ),
        "called": _phrase(
            (
                "would call *{connection}.{operation}*{given}",
                "将调用 *{connection}.{operation}*{given}",
            ),
            (
                "put the call *{connection}.{operation}*{given} into the outbox",
                "已将调用 *{connection}.{operation}*{given} 放入发件箱",
            ),
        ),
        "pushed": _phrase(
            (
                "would send {fields} fields to *{connection}*",
                "将向 *{connection}* 发送 {fields} 个字段",
            ),
            (
                "put {fields} fields for *{connection}* into the outbox",
                "已将发给 *{connection}* 的 {fields} 个字段放入发件箱",
            ),
        ),
        "unpushed": _phrase(
            ("*{connection}* unchanged", "*{connection}* 无变化"),
            ("*{connection}* unchanged", "*{connection}* 无变化"),
        ),
        "unpushed_echo": _phrase(
            (
                "would not send back to *{connection}* what came from there",
                "不会向 *{connection}* 回传其自身的变更",
            ),
            (
                "did not send back to *{connection}* what came from there",
                "未向 *{connection}* 回传其自身的变更",
            ),
        ),
        "withheld": _phrase(
            (
                "would not call *{connection}.{operation}*: {also} wants the irreversible too",
                "将不调用 *{connection}.{operation}*：{also} 也要执行无法撤回的操作",
            ),
            (
                "did not call *{connection}.{operation}*: {also} wanted the irreversible too",
                "未调用 *{connection}.{operation}*：{also} 也要执行无法撤回的操作",
            ),
        ),
        "answered": _phrase(
            (
                "*{connection}.{operation}* would have answered",
                "*{connection}.{operation}* 将已答复",
            ),
            ("*{connection}.{operation}* answered", "*{connection}.{operation}* 已答复"),
        ),
        "answered_rejected": _phrase(
            (
                "*{connection}.{operation}* would have been rejected: {error}",
                "*{connection}.{operation}* 将被拒绝：{error}",
            ),
            (
                "*{connection}.{operation}* was rejected: {error}",
                "*{connection}.{operation}* 被拒绝：{error}",
            ),
        ),
        "answered_failed": _phrase(
            (
                "*{connection}.{operation}* would have failed for good: {error}",
                "*{connection}.{operation}* 将最终失败：{error}",
            ),
            (
                "*{connection}.{operation}* failed for good: {error}",
                "*{connection}.{operation}* 最终失败：{error}",
            ),
        ),
        "case_joined": _phrase(
            ("would add to the open case *{case}*", "将并入未结工单 *{case}*"),
            ("added to the open case *{case}*", "并入了未结工单 *{case}*"),
        ),
        "asked": _phrase(
            ("would ask {roles}: *{title}*", "将请示{roles}：*{title}*"),
            ("asked {roles}: *{title}*", "请示了{roles}：*{title}*"),
        ),
        "asked_again": _phrase(
            ("{roles} would still be asked: *{title}*", "仍将等待{roles}审批：*{title}*"),
            ("{roles} were still being asked: *{title}*", "仍在等待{roles}审批：*{title}*"),
        ),
        "decided_yes": _phrase(
            ("{who} would say yes to *{title}*", "{who} 将同意 *{title}*"),
            ("{who} said yes to *{title}*", "{who} 同意了 *{title}*"),
        ),
        "decided_no": _phrase(
            ("{who} would say no to *{title}*", "{who} 将拒绝 *{title}*"),
            ("{who} said no to *{title}*", "{who} 拒绝了 *{title}*"),
        ),
        "decided_withdraw": _phrase(
            ("{who} would withdraw *{title}*", "{who} 将撤回 *{title}*"),
            ("{who} withdrew *{title}*", "{who} 撤回了 *{title}*"),
        ),
        "kept": _phrase(
            ("would keep {record} {key} as it is", "将保留已有的{record} {key}"),
            ("kept {record} {key} as it was", "保留了已有的{record} {key}"),
        ),
        "refused": _phrase(
            ("would refuse *{action}*: {reasons}", "将拒绝 *{action}*：{reasons}"),
            ("refused *{action}*: {reasons}", "拒绝了 *{action}*：{reasons}"),
        ),
        "overruled": _phrase(
            (
                "would not write {value} to *{field}*: {by} writes it for the same event",
                "不会把 {value} 写入 *{field}*：{by} 已为同一事件写入",
            ),
            (
                "did not write {value} to *{field}*: {by} wrote it for the same event",
                "未把 {value} 写入 *{field}*：{by} 已为同一事件写入",
            ),
        ),
        "unexpected": _phrase(
            (
                "would refuse the channel's word: *{machine}* cannot go from {was} to {state}",
                "将不采纳渠道的说法：*{machine}* 不能从 {was} 到 {state}",
            ),
            (
                "refused the channel's word: *{machine}* cannot go from {was} to {state}",
                "未采纳渠道的说法：*{machine}* 不能从 {was} 到 {state}",
            ),
        ),
        "unexpected_taken": _phrase(
            (
                "would take the owner's word: *{machine}* from {was} to {state}",
                "将采纳归属方的说法：*{machine}* 从 {was} 到 {state}",
            ),
            (
                "took the owner's word: *{machine}* from {was} to {state}",
                "采纳了归属方的说法：*{machine}* 从 {was} 到 {state}",
            ),
        ),
        "conflict": _phrase(
            (
                "would keep *{field}* {kept}: {lost} comes from one who does not own it",
                "*{field}* 将保持 {kept}：{lost} 来自非归属方",
            ),
            (
                "kept *{field}* {kept}: {lost} came from one who does not own it",
                "*{field}* 保持 {kept}：{lost} 来自非归属方",
            ),
        ),
        "proposed": _phrase(
            (
                "would propose *{transition}* to *{connection}*: {was} → {state}",
                "将向 *{connection}* 提议 *{transition}*：{was} → {state}",
            ),
            (
                "proposed *{transition}* to *{connection}*: {was} → {state}",
                "已向 *{connection}* 提议 *{transition}*：{was} → {state}",
            ),
        ),
        "declined": _phrase(
            (
                "would not fire *{transition}*, which was declined: {reasons}",
                "将不执行 *{transition}*，已被拒绝：{reasons}",
            ),
            (
                "did not fire *{transition}*, which was declined: {reasons}",
                "未执行 *{transition}*，已被拒绝：{reasons}",
            ),
        ),
        "declined_overtaken": _phrase(
            (
                "*{transition}* would be admitted, but no longer possible here: {reasons}",
                "*{transition}* 将被同意，但此处已不可执行：{reasons}",
            ),
            (
                "*{transition}* was admitted, but is no longer possible here: {reasons}",
                "*{transition}* 已被同意，但此处已不可执行：{reasons}",
            ),
        ),
        "faulted": _phrase(
            ("*{definition}* could not be judged: {reason}", "*{definition}* 将无法判断：{reason}"),
            ("*{definition}* could not be judged: {reason}", "*{definition}* 无法判断：{reason}"),
        ),
        "faulted_field": _phrase(
            ("*{field}* could not be worked out: {reason}", "*{field}* 将无法算出：{reason}"),
            ("*{field}* could not be worked out: {reason}", "*{field}* 无法算出：{reason}"),
        ),
        "judged": _phrase(
            ("*{definition}* would hit{values}", "*{definition}* 将命中{values}"),
            ("*{definition}* hit{values}", "*{definition}* 命中{values}"),
        ),
        "judged_branch": _phrase(
            ("would take branch {branch}{values}", "将走分支 {branch}{values}"),
            ("took branch {branch}{values}", "走了分支 {branch}{values}"),
        ),
        "playbook_run": _phrase(
            ("would run *{playbook}*", "将运行 *{playbook}*"),
            ("ran *{playbook}*", "运行了 *{playbook}*"),
        ),
        "emitted": _phrase(
            ("would emit *{event}*{given}", "将发出事件 *{event}*{given}"),
            ("emitted *{event}*{given}", "发出了事件 *{event}*{given}"),
        ),
        "used": _phrase(
            ("would use *{action}*{given}{result}", "将使用 *{action}*{given}{result}"),
            ("used *{action}*{given}{result}", "使用了 *{action}*{given}{result}"),
        ),
        "branch_began": _phrase(
            (
                "would begin branch *{path}* of *{tree}*{values}",
                "*{tree}* 的分支 *{path}* 将成立{values}",
            ),
            (
                "began branch *{path}* of *{tree}*{values}",
                "*{tree}* 的分支 *{path}* 开始成立{values}",
            ),
        ),
        "branch_again": _phrase(
            (
                "would try again what branch *{path}* of *{tree}* owes{values}",
                "*{tree}* 的分支 *{path}* 将重试未完成的动作{values}",
            ),
            (
                "tried again what branch *{path}* of *{tree}* owed{values}",
                "*{tree}* 的分支 *{path}* 重试了未完成的动作{values}",
            ),
        ),
        "branch_ended": _phrase(
            (
                "would end branch *{path}* of *{tree}*{values}",
                "*{tree}* 的分支 *{path}* 将不再成立{values}",
            ),
            (
                "ended branch *{path}* of *{tree}*{values}",
                "*{tree}* 的分支 *{path}* 不再成立{values}",
            ),
        ),
        "ambiguous": _phrase(
            (
                "*{tree}* would be unclear: would take *{path}*, not {also}{values}",
                "*{tree}* 将不明确：将取 *{path}*，不取 {also}{values}",
            ),
            (
                "*{tree}* was unclear: took *{path}*, not {also}{values}",
                "*{tree}* 不明确：取了 *{path}*，未取 {also}{values}",
            ),
        ),
        "timer_set": _phrase(
            ("would set a timer for {due}", "将设定定时：{due}"),
            ("set a timer for {due}", "设定了定时：{due}"),
        ),
        "timer_cancelled": _phrase(
            ("would cancel the timer for {due}", "将取消定时：{due}"),
            ("cancelled the timer for {due}", "取消了定时：{due}"),
        ),
        "timer_fired": _phrase(
            ("the time would be over{values}", "将到时{values}"),
            ("the time was over{values}", "已到时{values}"),
        ),
        "timer_idle": _phrase(
            (
                "the time would be over, but its condition would not hold{values}",
                "将到时，但条件不成立{values}",
            ),
            (
                "the time was over, but its condition did not hold{values}",
                "已到时，但条件不成立{values}",
            ),
        ),
        "ticked": _phrase(
            (
                "the schedule *{schedule}* would run for {due}",
                "定时计划 *{schedule}* 将按 {due} 运行",
            ),
            ("the schedule *{schedule}* ran for {due}", "定时计划 *{schedule}* 已按 {due} 运行"),
        ),
        "ticked_missed": _phrase(
            (
                "the schedule *{schedule}* would pass over {due}",
                "定时计划 *{schedule}* 将跳过 {due}",
            ),
            ("the schedule *{schedule}* passed over {due}", "定时计划 *{schedule}* 跳过了 {due}"),
        ),
        "veiled": _phrase(
            ("something that is not for your eyes", "（您无权查看的内容）"),
            ("something that is not for your eyes", "（您无权查看的内容）"),
        ),
        "judged_guard": _phrase(
            ("*{on}* would be possible{values}", "*{on}* 将可执行{values}"),
            ("*{on}* was possible{values}", "*{on}* 可执行{values}"),
        ),
    }
)

BECAUSE = Wording(", because {values}", "，因为 {values}")
WHY = Wording(" ({why})", "（{why}）")
UNDOING = Wording(" (*{undo}* leads back)", "（*{undo}* 可退回）")
RESULT = Wording(": {values}", "：{values}")
GIVEN = Wording(" with {values}", "（{values}）")
WITHOUT = Wording(" (without {paths})", "（缺少 {paths}）")
MOST = Wording(", until {most} succeeded", "，成功 {most} 条为止")
EVERYTHING = Wording("everything", "一切")
EMPTY = Wording("empty", "空")
UNTIL = Wording(" until {until}", "，至 {until}")
SHARE = Wording(" for {share}", "（配额：{share}）")
