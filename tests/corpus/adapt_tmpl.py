"""Message texts of the corpus, with its filters written as our functions, filled with its data."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.corpus.contract import ACCEPT, NEUTRALISE, REJECT, Case, Judgement

from orderloom.codes.catalogue import lookup
from orderloom.expression.compiled import EvaluationFault, ExpressionInvalid, Fault
from orderloom.expression.data import read_data, scope_for_data
from orderloom.expression.limits import MAX_SHORT_MESSAGE
from orderloom.expression.template import Medium, compile_template
from orderloom.flow.surroundings import Surroundings

_MEDIA: Mapping[object, Medium] = {
    None: "email",
    "email_html": "portal",
    "json_bot": "chat",
    "markdown_bot": "chat",
    "sms": "sms",
}
# What the corpus' legitimate templates do by filters, each as a whole: an attack that only begins
# like one stays as it is.
_OURS = (
    (re.compile(r"\{\{ ([\w.]+) or ('[^']*') \}\}"), r"{{ default(\1, \2) }}"),
    (re.compile(r"\{\{ '%\.2f'\|format\(([\w.]+)\) \}\}"), r'{{ text(\1, "0.00") }}'),
    (re.compile(r"\{\{ ([\w.]+)\|length \}\}"), r"{{ count(\1) }}"),
)
# The corpus writes a bot's JSON in the template; here a connector makes it of the text.
_JSON_BODY = re.compile(r'\{"msgtype":"text","text":\{"content":\{\{ ([\w.]+)\|tojson \}\}\}\}')


def judge(case: Case) -> Judgement:
    """Compile the text and fill it."""
    text = _ours(case.body.decode())
    channel = case.facts.get("channel")
    data = _data(case)
    try:
        template = compile_template(
            text, scope_for_data(data, "Asia/Shanghai"), medium=_MEDIA[channel]
        )
    except ExpressionInvalid as invalid:
        return _refused(REJECT, text, invalid.faults[0])
    try:
        written, _ = template.render(data, Surroundings(), "zh")
    except EvaluationFault as stopped:
        differs = _differs("", case.facts.get("expect"))
        return replace(_refused(NEUTRALISE, text, stopped.fault), differs=differs)
    # With data of its own a case asks that they stay data.
    verdict = NEUTRALISE if "data" in case.facts else ACCEPT
    differs = _differs(written, case.facts.get("expect"))
    return Judgement(verdict=verdict, differs=differs, said=written)


def _ours(text: str) -> str:
    for theirs, mine in _OURS:
        text = theirs.sub(mine, text)
    body = _JSON_BODY.fullmatch(text)
    return text if body is None else f"{{{{ {body[1]} }}}}"


@cache
def _context(folder: Path) -> bytes:
    return (folder / "contexts" / "expr_context.json").read_bytes()


def _data(case: Case) -> dict[str, Any]:
    raw = json.loads(_context(case.folder))
    del raw["$functions"]
    own = case.facts.get("data", {})
    assert isinstance(own, dict)
    for path, value in own.items():
        *way, last = path.split(".")
        place = raw
        for part in way:
            place = place[part]
        place[last] = value
    return read_data(json.dumps(raw).encode())


def _differs(written: str, expected: object) -> str:
    match expected:
        case None:
            fits = True
        case "VALID_JSON_SAME_KEYS":
            body = {"msgtype": "text", "text": {"content": written}}
            fits = json.loads(json.dumps(body)) == body and written.isprintable()
        case "NO_LINK":
            fits = "](" not in written
        case "NO_MENTION":
            fits = "@" not in written and "<" not in written
        case "LENGTH<=limit AND marked truncated":
            fits = len(written) <= MAX_SHORT_MESSAGE and written.endswith("…")
        case _:
            fits = written == expected
    return "" if fits else f"{written!r} is not {expected!r}"


def _refused(verdict: str, text: str, fault: Fault) -> Judgement:
    entry = lookup(fault.code)
    said = f"{entry.message.fill(fault.facts, 'en')} {entry.hint(fault.facts, 'en')}"
    place = {"line": text.count("\n", 0, fault.start) + 1, "offset": fault.start}
    return Judgement(verdict=verdict, code=fault.code, place=place, said=said)
