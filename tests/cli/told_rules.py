"""What is told of rules that last, that do nothing, of brakes, and of jobs."""

from datetime import UTC, datetime

from orderloom.diagnostics import Cause, Place
from orderloom.flow import rule_effect as effects
from orderloom.flow.deploy_effect import Deployed, Finishes, Migrated, Renamed
from orderloom.flow.job_effect import Steered
from orderloom.flow.retain_effect import Archived, Erased
from orderloom.flow.timer_effect import TimerOverdue

DUE = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
AT = "2026-01-05T12:30:00Z"
RULE = Cause(definition="rule/late", path="while", place=Place("rules/late.yaml", 4))
ORDER = {"record": "order", "record_id": "r1", "cause": RULE}
LASTING = {"rule": "late", "values": {}}
WORK = {"definition": "rule/late", "list": "do"}
JOB = {"job": "j1", "definition": "playbook/calm", "number": 3, "all": 1000}
STARTED = {"reason": "OL170", "facts": {"key": "A", "since": AT}}
MACHINE = {"machine": "order_status", "field": "status"}
RULES_TOLD = [
    (
        Deployed(record="", record_id=None, version=2, digest="d1", how="deploy", number=7),
        (
            "version 2 of the definitions would be in force",
            "version 2 of the definitions came in force",
        ),
        ("定义的版本 2 将生效", "定义的版本 2 已生效"),
    ),
    (
        Migrated(**ORDER, **MACHINE, was="packing", state="picking"),
        (
            "would be moved in *order_status* from packing to picking by the new definitions",
            "was moved in *order_status* from packing to picking by the new definitions",
        ),
        (
            "将按新定义在 *order_status* 中由 packing 移至 picking",
            "已按新定义在 *order_status* 中由 packing 移至 picking",
        ),
    ),
    (
        Migrated(**ORDER, **MACHINE, was="", state="new"),
        (
            "would be put in *order_status* at new by the new definitions",
            "was put in *order_status* at new by the new definitions",
        ),
        ("将按新定义在 *order_status* 中置于 new", "已按新定义在 *order_status* 中置于 new"),
    ),
    (
        Finishes(**ORDER, **MACHINE, state="packing", version=3),
        (
            "would finish in *order_status* under version 3, from packing on",
            "finishes in *order_status* under version 3, from packing on",
        ),
        (
            "将自 packing 起按版本 3 的 *order_status* 走完",
            "自 packing 起按版本 3 的 *order_status* 走完",
        ),
    ),
    (
        TimerOverdue(**ORDER, timer="t1", due=DUE),
        (
            f"the timer would have been over on {AT}: a person would decide",
            f"the timer was over on {AT} by the new definitions: a person decides",
        ),
        (f"定时本应于 {AT} 到时：将由人决定", f"按新定义，定时已于 {AT} 到时：由人决定"),
    ),
    (
        Archived(**ORDER),
        (
            "would be archived: no selection finds it",
            "was archived: no selection finds it any more",
        ),
        ("将归档：不再被选取选中", "已归档：不再被选取选中"),
    ),
    (
        Archived(**ORDER, back=True),
        (
            "would no longer be archived, for it changed",
            "is no longer archived, for it changed",
        ),
        ("因有变更，将不再归档", "因有变更，不再归档"),
    ),
    (
        Erased(**ORDER),
        (
            "what is sensitive would be destroyed for ever",
            "what was sensitive was destroyed for ever",
        ),
        ("敏感数据将被永久销毁", "敏感数据已被永久销毁"),
    ),
    (
        Renamed(**ORDER, field="phone_no", into="phone"),
        (
            "the value of *phone_no* would be that of *phone*",
            "the value of *phone_no* is now that of *phone*",
        ),
        ("*phone_no* 的值将归于 *phone*", "*phone_no* 的值现归于 *phone*"),
    ),
    (
        effects.Spared(**ORDER, rule="late", on="order.created", values={}, **STARTED),
        (
            f"*rule/late* would do nothing: it started for A already, at {AT}",
            f"*rule/late* did nothing: it started for A already, at {AT}",
        ),
        (
            f"*rule/late* 将不执行：已于 {AT} 为 A 触发过",
            f"*rule/late* 未执行：已于 {AT} 为 A 触发过",
        ),
    ),
    (
        effects.Lasted(**ORDER, **LASTING, step="pending", due=DUE),
        (f"*rule/late* would start at {AT}", f"*rule/late* is to start at {AT}"),
        (f"*rule/late* 将于 {AT} 触发", f"*rule/late* 定于 {AT} 触发"),
    ),
    (
        effects.Lasted(**ORDER, **LASTING, step="broken"),
        (
            "*rule/late* would no longer be about to start",
            "*rule/late* was no longer about to start",
        ),
        ("*rule/late* 将不再等待触发", "*rule/late* 不再等待触发"),
    ),
    (
        effects.Lasted(**ORDER, **LASTING, step="started"),
        ("*rule/late* would start", "*rule/late* started"),
        ("*rule/late* 将触发", "*rule/late* 触发了"),
    ),
    (
        effects.Lasted(**ORDER, **LASTING, step="ending", due=DUE),
        (
            f"*rule/late* would be over, and stay on until {AT}",
            f"*rule/late* was over, and stays on until {AT}",
        ),
        (f"*rule/late* 将结束，并保持到 {AT}", f"*rule/late* 已结束，并保持到 {AT}"),
    ),
    (
        effects.Lasted(**ORDER, **LASTING, step="ended"),
        ("*rule/late* would end", "*rule/late* ended"),
        ("*rule/late* 将结束", "*rule/late* 结束了"),
    ),
    (
        effects.Parked(**ORDER, **WORK, number=100, within="10m"),
        (
            "would park *do*: rule/late touched 100 records within 10m",
            "parked *do*: rule/late touched 100 records within 10m",
        ),
        (
            "将暂停 *do*：rule/late 在 10m 内已涉及 100 条记录",
            "暂停了 *do*：rule/late 在 10m 内已涉及 100 条记录",
        ),
    ),
    (
        effects.Released(**ORDER, **WORK, decision="resumed"),
        ("would resume *do*", "resumed *do*"),
        ("将恢复 *do*", "恢复了 *do*"),
    ),
    (
        effects.Released(**ORDER, **WORK, decision="void"),
        (
            "would leave *do*, for which there is no more reason",
            "left *do*, for which there was no more reason",
        ),
        ("将略去 *do*，已无必要", "略去了 *do*，已无必要"),
    ),
    (
        Steered(**ORDER, **JOB, to="paused"),
        ("would pause *playbook/calm* after 3", "paused *playbook/calm* after 3"),
        ("将在处理 3 条后暂停 *playbook/calm*", "处理 3 条后暂停了 *playbook/calm*"),
    ),
    (
        Steered(**ORDER, **JOB, to="waiting"),
        ("would let *playbook/calm* go on after 3", "let *playbook/calm* go on after 3"),
        ("将从第 3 条之后继续 *playbook/calm*", "从第 3 条之后继续 *playbook/calm*"),
    ),
    (
        Steered(**ORDER, **JOB, to="over"),
        ("would cancel *playbook/calm* after 3", "cancelled *playbook/calm* after 3"),
        ("将在处理 3 条后取消 *playbook/calm*", "处理 3 条后取消了 *playbook/calm*"),
    ),
]
