"""A package that adds an action which wishes for everything that one may wish for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orderloom.ports.actions import (
    LiftHold,
    Notify,
    OpenCase,
    Outcome,
    PluginAction,
    PutHold,
    PutTag,
    Refusal,
    SetFields,
    TakeTag,
)


def _grade(given: Mapping[str, Any], record: Mapping[str, Any], _: datetime) -> Outcome | Refusal:
    count = given["count"]
    if count > 100:
        return Refusal("too many", "太多")
    wishes = (
        SetFields({"lane": f"{record['no']}-{count}"}),
        PutTag("graded"),
        TakeTag("new"),
        PutHold("check", {"en": "look", "zh": "看"}),
        LiftHold("old"),
        OpenCase("odd", {"text": "strange"}),
        Notify("told"),
    )
    return Outcome(result={"score": count}, wishes=wishes if count > 5 else ())


GRADE = PluginAction(
    name="grade",
    takes={
        "type": "object",
        "properties": {"count": {"type": "integer"}},
        "required": ["count"],
        "additionalProperties": False,
    },
    gives={"score": "integer"},
    en="grades",
    zh="分级",
    run=_grade,
)
