"""Every kind of effect is a sentence, before and after, in both languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from tests.cli.program import SHOP
from tests.cli.told_calls import CALLS_TOLD, ORDER
from tests.cli.told_messages import MESSAGES_TOLD
from tests.cli.told_rules import RULES_TOLD
from tests.cli.told_stocks import STOCKS_TOLD

from orderloom.app.checking import check_folder
from orderloom.app.documents import effect_document
from orderloom.app.naming import readable
from orderloom.app.narrative import fault_text, sentence
from orderloom.diagnostics import Cause, Place
from orderloom.expression.values import Money
from orderloom.flow import effect as effects

DUE = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
GUARD = Cause(definition="machine/order_status", path="transitions", place=Place("m.yaml", 1))
WHY = effects.Why("OL704", {"transition": "ship", "hold": "fraud"})

BRANCH = {"tree": "triage", "branch": "big.fast", "on": "order.created"}
COMPUTED = Cause(definition="record/order", path="fields.total", place=Place("o.yaml", 1))
NO_TOTAL = "*total* could not be worked out: there is no record 'r9'"
FAULT = {"code": "OL715", "facts": {"record": "r9"}}
TOLD = [
    (
        effects.Faulted(record="order", record_id="r1", cause=COMPUTED, **FAULT),
        (NO_TOTAL, NO_TOTAL),
        ("*total* 将无法算出：没有记录“r9”", "*total* 无法算出：没有记录“r9”"),
    ),
    (
        effects.Created(**ORDER, key="pdd/P-1"),
        ("would create order pdd/P-1", "created order pdd/P-1"),
        ("将新建order pdd/P-1", "新建了order pdd/P-1"),
    ),
    (
        effects.Created(**ORDER, key="c", case="address", about="r1"),
        ("would open the case *address*", "opened the case *address*"),
        ("将开立工单 *address*", "开立了工单 *address*"),
    ),
    (
        effects.FieldChanged(**ORDER, field="lane", was="normal", value="rush"),
        ("would set *lane* to rush (was normal)", "set *lane* to rush (was normal)"),
        ("将把 *lane* 从 normal 改为 rush", "把 *lane* 从 normal 改为 rush"),
    ),
    (
        effects.FieldChanged(
            **ORDER, field="amount", was=None, value=Money(Decimal("5.00"), "CNY")
        ),
        ("would set *amount* to CNY 5.00 (was empty)", "set *amount* to CNY 5.00 (was empty)"),
        ("将把 *amount* 设为 CNY 5.00（原为空）", "把 *amount* 设为 CNY 5.00（原为空）"),
    ),
    (
        effects.FieldChanged(**ORDER, field="lane", was="normal", value=None),
        ("would clear *lane* (was normal)", "cleared *lane* (was normal)"),
        ("将清空 *lane*（原为 normal）", "清空了 *lane*（原为 normal）"),
    ),
    (
        effects.Moved(
            **ORDER, machine="m", field="status", was="paid", state="shipped", transition="ship"
        ),
        ("would fire *ship*: paid → shipped", "fired *ship*: paid → shipped"),
        ("将执行 *ship*：paid → shipped", "执行了 *ship*：paid → shipped"),
    ),
    (
        effects.Moved(**ORDER, machine="m", field="s", was=None, state="new", transition=None),
        ("would begin with *m* new", "began with *m* new"),
        ("*m* 将始于 new", "*m* 始于 new"),
    ),
    (
        effects.Moved(
            **ORDER, machine="m", field="s", was="a", state="b", transition="t", observed=True
        ),
        ("would follow the channel: *m* a → b", "followed the channel: *m* a → b"),
        ("将随渠道变更：*m* a → b", "随渠道变更：*m* a → b"),
    ),
    (
        effects.Tagged(**ORDER, name="vip"),
        ("would tag *vip*", "tagged *vip*"),
        ("将加标签 *vip*", "加了标签 *vip*"),
    ),
    (
        effects.Used(**ORDER, action="grade", values={"qty": 3}, result={"level": "high"}),
        ("would use *grade* with qty = 3: level = high", "used *grade* with qty = 3: level = high"),
        ("将使用 *grade*（qty = 3）：level = high", "使用了 *grade*（qty = 3）：level = high"),
    ),
    (
        effects.PlaybookRun(**ORDER, playbook="care"),
        ("would run *care*", "ran *care*"),
        ("将运行 *care*", "运行了 *care*"),
    ),
    (
        effects.Asked(**ORDER, approval="a1", title="Refund", roles=("lead", "finance")),
        ("would ask lead, finance: *Refund*", "asked lead, finance: *Refund*"),
        ("将请示lead, finance：*Refund*", "请示了lead, finance：*Refund*"),
    ),
    (
        effects.Decided(**ORDER, verdict="no", title="Refund", who="li"),
        ("li would say no to *Refund*", "li said no to *Refund*"),
        ("li 将拒绝 *Refund*", "li 拒绝了 *Refund*"),
    ),
    (
        effects.Emitted(**ORDER, event="earned", values={"points": 5}),
        ("would emit *earned* with points = 5", "emitted *earned* with points = 5"),
        ("将发出事件 *earned*（points = 5）", "发出了事件 *earned*（points = 5）"),
    ),
    (
        effects.Ticked(record="", record_id=None, schedule="morning", due=DUE, missed=False),
        (
            "the schedule *morning* would run for 2026-01-05T12:30:00Z",
            "the schedule *morning* ran for 2026-01-05T12:30:00Z",
        ),
        (
            "定时计划 *morning* 将按 2026-01-05T12:30:00Z 运行",
            "定时计划 *morning* 已按 2026-01-05T12:30:00Z 运行",
        ),
    ),
    (
        effects.Ticked(record="", record_id=None, schedule="morning", due=DUE, missed=True),
        (
            "the schedule *morning* would pass over 2026-01-05T12:30:00Z",
            "the schedule *morning* passed over 2026-01-05T12:30:00Z",
        ),
        (
            "定时计划 *morning* 将跳过 2026-01-05T12:30:00Z",
            "定时计划 *morning* 跳过了 2026-01-05T12:30:00Z",
        ),
    ),
    (
        effects.Untagged(**ORDER, name="vip"),
        ("would untag *vip*", "untagged *vip*"),
        ("将去掉标签 *vip*", "去掉了标签 *vip*"),
    ),
    (
        effects.Held(
            **ORDER, name="fraud", blocks=("ship",), by=("risk",), why={"en": "odd", "zh": "异常"}
        ),
        ("would hold *fraud*; blocks *ship* (odd)", "held *fraud*; blocks *ship* (odd)"),
        ("将冻结 *fraud*；阻止*ship*（异常）", "冻结了 *fraud*；阻止*ship*（异常）"),
    ),
    (
        effects.Held(**ORDER, name="fraud", blocks=(), by=(), why={}),
        ("would hold *fraud*; blocks everything", "held *fraud*; blocks everything"),
        ("将冻结 *fraud*；阻止一切", "冻结了 *fraud*；阻止一切"),
    ),
    (
        effects.Unheld(**ORDER, name="fraud", why={"zh": "已核实"}),
        ("would lift *fraud* (已核实)", "lifted *fraud* (已核实)"),
        ("将解除冻结 *fraud*（已核实）", "解除了冻结 *fraud*（已核实）"),
    ),
    (
        effects.Notified(
            **ORDER, message="late", medium="sms", to="138****1234", missing=("name",), call="c1"
        ),
        (
            "would send *late* to 138****1234 by sms (without name)",
            "put *late* to 138****1234 by sms into the outbox (without name)",
        ),
        (
            "将通过 sms 向 138****1234 发送 *late*（缺少 name）",
            "已将发给 138****1234 的 *late*（sms）放入发件箱（缺少 name）",
        ),
    ),
    (
        effects.Suppressed(**ORDER, message="late", reason="OL711", facts={"media": "sms"}),
        (
            "would not send *late*: the addressee has none of the media sms",
            "did not send *late*: the addressee has none of the media sms",
        ),
        (
            "将不发送 *late*：收件人没有可用的媒介：sms",
            "未发送 *late*：收件人没有可用的媒介：sms",
        ),
    ),
    (
        effects.CaseJoined(**ORDER, case="address", case_id="c9"),
        ("would add to the open case *address*", "added to the open case *address*"),
        ("将并入未结工单 *address*", "并入了未结工单 *address*"),
    ),
    (
        effects.Kept(**ORDER, key="P-7"),
        ("would keep order P-7 as it is", "kept order P-7 as it was"),
        ("将保留已有的order P-7", "保留了已有的order P-7"),
    ),
    (
        effects.Refused(**ORDER, action="ship", reasons=(WHY,)),
        (
            "would refuse *ship*: 'ship' is blocked by the hold 'fraud'",
            "refused *ship*: 'ship' is blocked by the hold 'fraud'",
        ),
        (
            "将拒绝 *ship*：“ship”被冻结“fraud”阻止",
            "拒绝了 *ship*：“ship”被冻结“fraud”阻止",
        ),
    ),
    (
        effects.Overruled(**ORDER, field="lane", value="slow", by="rule/other"),
        (
            "would not write slow to *lane*: rule/other writes it for the same event",
            "did not write slow to *lane*: rule/other wrote it for the same event",
        ),
        (
            "不会把 slow 写入 *lane*：rule/other 已为同一事件写入",
            "未把 slow 写入 *lane*：rule/other 已为同一事件写入",
        ),
    ),
    (
        effects.Unexpected(**ORDER, machine="m", was="a", state="b", taken=False),
        (
            "would refuse the channel's word: *m* cannot go from a to b",
            "refused the channel's word: *m* cannot go from a to b",
        ),
        ("将不采纳渠道的说法：*m* 不能从 a 到 b", "未采纳渠道的说法：*m* 不能从 a 到 b"),
    ),
    (
        effects.Unexpected(**ORDER, machine="m", was="a", state="b", taken=True),
        ("would take the owner's word: *m* from a to b", "took the owner's word: *m* from a to b"),
        ("将采纳归属方的说法：*m* 从 a 到 b", "采纳了归属方的说法：*m* 从 a 到 b"),
    ),
    (
        effects.Faulted(**ORDER, code="OL394", facts={}),
        (
            "*rule/lane* could not be judged: the result is too big",
            "*rule/lane* could not be judged: the result is too big",
        ),
        ("*rule/lane* 将无法判断：结果过大", "*rule/lane* 无法判断：结果过大"),
    ),
    (
        effects.Judged(**ORDER, on="order.created", values={"n": 3, "x": None}),
        (
            "*rule/lane* would hit, because n = 3, x = empty",
            "*rule/lane* hit, because n = 3, x = empty",
        ),
        ("*rule/lane* 将命中，因为 n = 3, x = 空", "*rule/lane* 命中，因为 n = 3, x = 空"),
    ),
    (
        effects.Judged(**ORDER, on="choose", values={}, branch=1),
        ("would take branch 2", "took branch 2"),
        ("将走分支 2", "走了分支 2"),
    ),
    (
        effects.Judged(
            record="order", record_id="r1", cause=GUARD, on="ship", values={"paid": True}
        ),
        (
            "*ship* would be possible, because paid = true",
            "*ship* was possible, because paid = true",
        ),
        ("*ship* 将可执行，因为 paid = true", "*ship* 可执行，因为 paid = true"),
    ),
    (
        effects.Spread(**ORDER, of="parcel", number=432, job="job-1"),
        ("for 432 of parcel: …", "for 432 of parcel: …"),
        ("对 432 条parcel逐一执行：…", "对 432 条parcel逐一执行：…"),
    ),
    (
        effects.Spread(**ORDER, of="parcel", number=9, job="job-1", most=3),
        ("for 9 of parcel, until 3 succeeded: …", "for 9 of parcel, until 3 succeeded: …"),
        ("对 9 条parcel逐一执行，成功 3 条为止：…", "对 9 条parcel逐一执行，成功 3 条为止：…"),
    ),
    (
        effects.TimerSet(**ORDER, timer="t1", due=DUE),
        (
            "would set a timer for 2026-01-05T12:30:00Z",
            "set a timer for 2026-01-05T12:30:00Z",
        ),
        ("将设定定时：2026-01-05T12:30:00Z", "设定了定时：2026-01-05T12:30:00Z"),
    ),
    (
        effects.TimerCancelled(**ORDER, timer="t1", due=DUE),
        (
            "would cancel the timer for 2026-01-05T12:30:00Z",
            "cancelled the timer for 2026-01-05T12:30:00Z",
        ),
        ("将取消定时：2026-01-05T12:30:00Z", "取消了定时：2026-01-05T12:30:00Z"),
    ),
    (
        effects.TimerFired(**ORDER, timer="t1", hit=True, values={}),
        ("the time would be over", "the time was over"),
        ("将到时", "已到时"),
    ),
    (
        effects.TimerFired(**ORDER, timer="t1", hit=False, values={"n": 3}),
        (
            "the time would be over, but its condition would not hold, because n = 3",
            "the time was over, but its condition did not hold, because n = 3",
        ),
        ("将到时，但条件不成立，因为 n = 3", "已到时，但条件不成立，因为 n = 3"),
    ),
    (
        effects.BranchBegan(**ORDER, **BRANCH, values={"amount": 7}),
        (
            "would begin branch *big.fast* of *tree/triage*, because amount = 7",
            "began branch *big.fast* of *tree/triage*, because amount = 7",
        ),
        (
            "*tree/triage* 的分支 *big.fast* 将成立，因为 amount = 7",
            "*tree/triage* 的分支 *big.fast* 开始成立，因为 amount = 7",
        ),
    ),
    (
        effects.BranchBegan(**ORDER, **BRANCH, values={}, again=True),
        (
            "would try again what branch *big.fast* of *tree/triage* owes",
            "tried again what branch *big.fast* of *tree/triage* owed",
        ),
        (
            "*tree/triage* 的分支 *big.fast* 将重试未完成的动作",
            "*tree/triage* 的分支 *big.fast* 重试了未完成的动作",
        ),
    ),
    (
        effects.BranchEnded(**ORDER, **BRANCH, values={"amount": None}),
        (
            "would end branch *big.fast* of *tree/triage*, because amount = empty",
            "ended branch *big.fast* of *tree/triage*, because amount = empty",
        ),
        (
            "*tree/triage* 的分支 *big.fast* 将不再成立，因为 amount = 空",
            "*tree/triage* 的分支 *big.fast* 不再成立，因为 amount = 空",
        ),
    ),
    (
        effects.Ambiguous(**ORDER, **BRANCH, also=("late",), values={"n": 3}),
        (
            "*tree/triage* would be unclear: would take *big.fast*, not *late*, because n = 3",
            "*tree/triage* was unclear: took *big.fast*, not *late*, because n = 3",
        ),
        (
            "*tree/triage* 将不明确：将取 *big.fast*，不取 *late*，因为 n = 3",
            "*tree/triage* 不明确：取了 *big.fast*，未取 *late*，因为 n = 3",
        ),
    ),
    *CALLS_TOLD,
    *MESSAGES_TOLD,
    *RULES_TOLD,
    *STOCKS_TOLD,
]


@pytest.mark.parametrize(("effect", "english", "chinese"), TOLD)
def test_an_effect_is_told_before_and_after_in_both_languages(effect, english, chinese):
    document = effect_document(effect)
    for language, (would, did) in (("en", english), ("zh", chinese)):
        assert sentence(document, language, done=False) == would
        assert sentence(document, language, done=True) == did


def test_every_kind_of_effect_has_its_sentence():
    assert {type(effect) for effect, _, _ in TOLD} == set(get_args(effects.AnyEffect))


def test_a_flow_lends_its_titles():
    flow = check_folder(SHOP).flow
    moved = effects.Moved(
        **ORDER,
        machine="order_status",
        field="status",
        was="paid",
        state="shipped",
        transition="ship",
    )
    document = effect_document(moved)
    assert sentence(document, "zh", done=True, flow=flow) == "执行了 *发货*：待发货 → 已发货"
    assert sentence(document, "en", done=False, flow=flow) == "would fire *Ship*: To ship → Shipped"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "true"),
        (Decimal("1E+3"), "1000"),
        (datetime(2026, 1, 5, 12, tzinfo=UTC), "2026-01-05T12:00:00Z"),
        (timedelta(minutes=90), "90m"),
        ({"$money": "CNY 5.00"}, "CNY 5.00"),
        (["5.00", "CNY"], "CNY 5.00"),
        (["5.00", "cny"], "[5.00, cny]"),
        ([{"sku": "A", "n": 1}], "[{sku: A, n: 1}]"),
        ("a\x1b[2Jb\nc\u202e", "a�[2Jb c�"),
        ("x" * 500, "x" * 119 + "…"),
    ],
)
def test_a_value_is_one_line_that_commands_no_terminal(value, said):
    assert readable(value) == said


def test_a_fault_reads_even_when_a_fact_is_not_there():
    fault = {"code": "OL547", "where": "row 1", "field": "amount", "value": None, "facts": {}}
    assert fault_text(fault, "en") == "'–' is not an amount of money, as 'amount' wants"
