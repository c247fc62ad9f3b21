"""The sentences that tell why something did not happen, in both languages."""

from typing import Final

from orderloom.codes.model import Wording

TRANSITION_FREE: Final = Wording(
    "nothing is in the way of *{transition}* ({state} → {target}); {who}",
    "*{transition}*（{state} → {target}）没有任何阻碍；{who}",
)
TRANSITION_BLOCKED: Final = Wording(
    "*{transition}* ({state} → {target}) cannot be taken",
    "*{transition}*（{state} → {target}）不能执行",
)
TRANSITION_UNKNOWN: Final = Wording(
    "*{transition}* ({state} → {target}) cannot be judged",
    "*{transition}*（{state} → {target}）无法判断",
)
BY_ROLES: Final = Wording("it may be fired by {roles}", "可由 {roles} 执行")
BY_ITSELF: Final = Wording(
    "it is taken by itself when the record changes next", "记录下次变化时自动执行"
)
BY_NOBODY: Final = Wording(
    "nobody fires it by hand, only an action does", "不能由人执行，只能由动作触发"
)
ASKING: Final = Wording("{who}, who must give {inputs}", "{who}，须填写 {inputs}")
HOLD: Final = Wording(
    "the hold *{hold}* blocks {blocks}; {roles} may lift it{because}",
    "冻结 *{hold}* 阻止{blocks}；{roles} 可解除{because}",
)
HOLD_ALL: Final = Wording("every transition", "所有转换")
BECAUSE: Final = Wording(" (because: {why})", "（原因：{why}）")
NO_ROLE: Final = Wording("nobody", "无人")

RULE_UNHEARD: Final = Wording(
    "*{rule}* did not look at it: none of {events} happened to it lately",
    "*{rule}* 没有判断它：近期未发生 {events}",
)
RULE_MISSED: Final = Wording(
    "*{rule}* looked at it at {at} ({event}) and did nothing",
    "*{rule}* 于 {at}（{event}）判断了它，但未执行",
)
RULE_ACTED: Final = Wording("*{rule}* acted at {at}", "*{rule}* 于 {at} 执行过")
RULE_OFF: Final = Wording("*{rule}* is not on", "*{rule}* 未处于触发状态")
RULE_PENDING: Final = Wording(
    "*{rule}* waits: what it asks for has been so since {since}, and must be until {due}",
    "*{rule}* 等待中：条件自 {since} 起成立，须持续到 {due}",
)
RULE_ON: Final = Wording("*{rule}* is on since {since}", "*{rule}* 自 {since} 起处于触发状态")
BRANCH_OFF: Final = Wording("the branch *{branch}* does not hold", "分支 *{branch}* 不成立")
BRANCH_BESIDE: Final = Wording(
    "the branch *{branch}* does not hold: {beside} was taken before it",
    "分支 *{branch}* 不成立：已先取 {beside}",
)

TIMER: Final = Wording("the timer *{timer}* waits until {due}", "定时 *{timer}* 等待到 {due}")
TIMER_NO_DUE: Final = Wording(
    "the timer *{timer}* waits, and nothing says until when: its 'at' is missing",
    "定时 *{timer}* 等待中，但没有时刻：其 at 缺失",
)
TIMER_OVERDUE: Final = Wording(
    "the timer *{timer}* was over at {due}, before this version came; a person decides "
    "('orderloom timers')",
    "定时 *{timer}* 在此版本生效前已于 {due} 到时；须由人决定（orderloom timers）",
)
CALL_WAITS: Final = Wording(
    "the call *{connection}.{operation}* waits until {due}{tries}",
    "调用 *{connection}.{operation}* 等待到 {due}{tries}",
)
CALL_BEHIND: Final = Wording(
    "the call *{connection}.{operation}* waits behind an earlier one of this record",
    "调用 *{connection}.{operation}* 排在此记录较早的调用之后",
)
CALL_RESTS: Final = Wording(
    "the call *{connection}.{operation}* waits: {connection} rests until {due}{tries}",
    "调用 *{connection}.{operation}* 等待中：{connection} 暂停到 {due}{tries}",
)
CALL_STOPPED: Final = Wording(
    "the call *{connection}.{operation}* waits: all outgoing calls are stopped",
    "调用 *{connection}.{operation}* 等待中：所有对外调用已停止",
)
CALL_DEAD: Final = Wording(
    "the call *{connection}.{operation}* was given up{tries}",
    "调用 *{connection}.{operation}* 已放弃{tries}",
)
CALL_UNROUTABLE: Final = Wording(
    "the call *{operation}* has no connection in this environment",
    "调用 *{operation}* 在此环境中没有连接",
)
TRIES: Final = Wording(" ({tries} tries)", "（已尝试 {tries} 次）")
PROPOSED: Final = Wording(
    "*{transition}* was proposed, and the answer is awaited", "*{transition}* 已提议，等待答复"
)
APPROVAL: Final = Wording("the approval *{title}* waits for {roles}", "审批 *{title}* 等待 {roles}")
PARKED_WORK: Final = Wording(
    "work of *{definition}* on it is parked: a brake holds it since {since} ('orderloom brake')",
    "*{definition}* 对它的操作已搁置：自 {since} 起被制动（orderloom brake）",
)
REFERENCE: Final = Wording(
    "*{field}* points at nothing: there is no {record} {key} yet",
    "*{field}* 未指向任何记录：还没有{record} {key}",
)

MESSAGE_PARKED: Final = Wording(
    "a message is parked since {at}: {file} {where}", "一条消息自 {at} 起搁置：{file} {where}"
)
MESSAGE_QUARANTINED: Final = Wording(
    "a message is in quarantine since {at}: {file} {where}",
    "一条消息自 {at} 起在隔离区：{file} {where}",
)
MESSAGE_PERHAPS: Final = Wording(
    "a message in quarantine since {at} names it: {file} {where}",
    "自 {at} 起在隔离区的一条消息提到它：{file} {where}",
)
STALE: Final = Wording(
    "at {at} a message with an older version came and was not taken: {file} {where}",
    "{at} 收到版本较旧的消息，未采用：{file} {where}",
)
REFUSED: Final = Wording("at {at} {occasion}: refused", "{at} {occasion}：被拒绝")
THEN: Final = Wording("at {at} it {told}", "{at} {told}")
