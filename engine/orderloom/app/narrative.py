"""One effect as one sentence, for people."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from orderloom.app import phrases
from orderloom.app.naming import Naming, readable
from orderloom.codes.catalogue import all_codes
from orderloom.definition.common import title_text
from orderloom.definition.flow import Flow

Document = Mapping[str, object]


def sentence(effect: Document, language: str, *, done: bool, flow: Flow | None = None) -> str:
    """Say what an effect is.

    Args:
        effect: As ``effect_document`` or the journal gives it.
        language: ``en`` or ``zh``.
        done: Told afterwards; else "would …".
        flow: Gives the titles of what the effect names; without it they go by their ids.
    """
    naming = Naming(flow, language, str(effect.get("record") or ""))
    phrase = phrases.PHRASES[_kind(effect)]
    wording = phrase.did if done else phrase.would
    return wording.fill(_facts(effect, naming), language)


def reason_text(reason: Document, language: str) -> str:
    """Say a reason: in the definition's own words when it has some, else in its code's."""
    if title := _mapping(reason.get("title")):
        return readable(title_text({str(k): str(v) for k, v in title.items()}, language))
    return code_text(str(reason["code"]), _mapping(reason.get("facts")), language)


def code_text(code: str, facts: Document, language: str) -> str:
    """Say a code's message with its facts; a fact that is not there reads as a dash."""
    entry = all_codes().get(code)
    if entry is None:
        return code
    shown = {name: readable(value) for name, value in facts.items()}
    absent = dict.fromkeys(entry.message.needs(), "–")
    return entry.message.fill(absent | shown, language)


def fault_text(fault: Document, language: str) -> str:
    """Say why an item cannot be taken; ``fault`` as ``fault_document`` or the store gives it."""
    own = {name: fault[name] for name in ("field", "value") if fault.get(name) is not None}
    return code_text(str(fault["code"]), own | dict(_mapping(fault.get("facts"))), language)


def _kind(effect: Document) -> str:
    """Name the phrase: the effect, told apart by what it holds."""
    kind = str(effect["effect"])
    refine = _REFINED.get(kind)
    return kind if refine is None else refine(effect)


def _kind_of_set(effect: Document) -> str:
    if effect.get("value") is None:
        return "cleared"
    return "set_first" if effect.get("was") is None else "set"


def _kind_of_move(effect: Document) -> str:
    if effect.get("was") is None:
        return "moved_first"
    observed = effect.get("observed") or effect.get("transition") is None
    return "moved_observed" if observed else "moved"


def _kind_of_judgement(effect: Document) -> str:
    if effect.get("branch") is not None:
        return "judged_branch"
    return "judged_guard" if _definition(effect).startswith("machine/") else "judged"


def _kind_of_answer(effect: Document) -> str:
    outcome = str(effect.get("outcome"))
    return "answered" if outcome == "answered" else f"answered_{outcome}"


def _kind_of_movement(effect: Document) -> str:
    step = effect.get("step")
    if step == "moved" and effect.get("source") is None:
        return "stock_in"
    if step == "moved" and effect.get("target") is None:
        return "stock_out"
    return f"stock_{step}"


_REFINED: Mapping[str, Callable[[Document], str]] = MappingProxyType(
    {
        "asked": lambda effect: "asked_again" if effect.get("again") else "asked",
        "decided": lambda effect: f"decided_{effect.get('verdict')}",
        "created": lambda effect: "created_case" if effect.get("case") else "created",
        "set": _kind_of_set,
        "moved": _kind_of_move,
        "unexpected": lambda effect: "unexpected_taken" if effect.get("taken") else "unexpected",
        "judged": _kind_of_judgement,
        "branch_began": lambda effect: "branch_again" if effect.get("again") else "branch_began",
        "stock": _kind_of_movement,
        "placed": lambda effect: f"placed_{effect.get('choice')}",
        "released": lambda effect: f"released_{effect.get('decision')}",
        "archived": lambda effect: "archived_back" if effect.get("back") else "archived",
        "migrated": lambda effect: "migrated" if effect.get("was") else "migrated_first",
        "lasted": lambda effect: f"lasted_{effect.get('step')}",
        "faulted": lambda effect: "faulted_field" if _field_of(effect) else "faulted",
        "declined": lambda effect: "declined_overtaken" if effect.get("overtaken") else "declined",
        "ticked": lambda effect: "ticked_missed" if effect.get("missed") else "ticked",
        "steered": lambda effect: f"steered_{effect.get('to')}",
        "unpushed": lambda effect: "unpushed_echo" if effect.get("echo") else "unpushed",
        "answered": _kind_of_answer,
        "timer_fired": lambda effect: "timer_fired" if effect.get("hit") else "timer_idle",
    }
)


def _facts(effect: Document, naming: Naming) -> dict[str, str]:
    """Give everything that a phrase may name, as text."""
    machine = str(effect.get("machine") or "")
    is_state = bool(machine)
    field = str(effect.get("into") or effect.get("field") or _field_of(effect))
    by_state = naming.state if is_state else naming.value_of
    where = machine if is_state else field
    transition = str(effect.get("transition") or "")
    return {
        "record": naming.record(str(effect.get("record") or "")),
        "key": readable(effect.get("key")),
        "case": naming.record(str(effect.get("case") or "")),
        "field": naming.field(field),
        "old_field": readable(effect.get("field")),
        "number_of_version": readable(effect.get("version")),
        "value": by_state(where, effect.get("value")),
        "kept": naming.value_of(field, effect.get("kept")),
        "lost": naming.value_of(field, effect.get("lost")),
        "was": by_state(where, effect.get("was")),
        "state": naming.state(machine, effect.get("state")),
        "machine": naming.machine(machine),
        "transition": naming.transition(machine, transition),
        "name": readable(effect.get("name")),
        "message": naming.message(str(effect.get("sends") or effect.get("message") or "")),
        "into": naming.message(str(effect.get("into") or "")),
        "playbook": naming.playbook(str(effect.get("playbook") or "")),
        "schedule": naming.schedule(str(effect.get("schedule") or "")),
        "due": readable(effect.get("due")),
        "medium": readable(effect.get("medium")),
        "quantity": readable(effect.get("quantity")),
        "item": readable(effect.get("item")),
        "place": readable(effect.get("place")),
        "stock": readable(effect.get("stock")),
        "places": " + ".join(readable(each) for each in _items(effect.get("places"))),
        "source": readable(effect.get("source")),
        "target": readable(effect.get("target")),
        "to": naming.addressee(str(effect.get("to") or "")),
        "action": readable(effect.get("action") or effect.get("list")),
        "by": naming.definition(str(effect.get("by") or effect.get("definition") or "")),
        "within": readable(effect.get("within")),
        "definition": naming.definition(_definition(effect)),
        "on": readable(effect.get("on")),
        "number": readable(effect.get("number")),
        "of": naming.record(str(effect.get("of") or "")),
        "connection": readable(effect.get("connection")),
        "fields": str(_number(effect.get("fields"))),
        "operation": readable(effect.get("operation")),
        "error": code_text(
            str(effect.get("error") or ""), _mapping(effect.get("facts")), naming.language
        ),
        "title": readable(effect.get("title")),
        "who": readable(effect.get("who")),
        "roles": ", ".join(
            naming.addressee(f"role:{each}") for each in _items(effect.get("roles"))
        ),
        "event": readable(effect.get("event")),
        "branch": str(_number(effect.get("branch")) + 1),
        "path": readable(effect.get("branch")),
        "tree": naming.definition(f"tree/{effect.get('tree')}"),
        **_clauses(effect, naming),
    }


def _clauses(effect: Document, naming: Naming) -> dict[str, str]:
    """Give the parts of a sentence that are there only when there is something to say."""
    language = naming.language
    why = title_text({str(k): str(v) for k, v in _mapping(effect.get("why")).items()}, language)
    values = [f"{path} = {naming.value(value)}" for path, value in _pairs(effect.get("values"))]
    result = [f"{name} = {naming.value(value)}" for name, value in _pairs(effect.get("result"))]
    missing = [readable(path) for path in _items(effect.get("missing"))]
    blocks = [f"*{readable(each)}*" for each in _items(effect.get("blocks"))]
    also = [f"*{readable(each)}*" for each in _items(effect.get("also"))]
    reasons = [reason_text(_mapping(each), language) for each in _items(effect.get("reasons"))]
    code = effect.get("reason") or effect.get("code")
    facts = _mapping(effect.get("facts"))
    most = effect.get("most")
    until, share = effect.get("until"), effect.get("share")
    undo = naming.transition(str(effect.get("machine") or ""), str(effect.get("undo") or ""))
    return {
        "until": phrases.UNTIL.fill({"until": readable(until)}, language) if until else "",
        "share": phrases.SHARE.fill({"share": readable(share)}, language) if share else "",
        "undoing": phrases.UNDOING.fill({"undo": undo}, language) if undo else "",
        "most": phrases.MOST.fill({"most": readable(most)}, language) if most else "",
        "because": phrases.WHY.fill({"why": readable(why)}, language) if why else "",
        "given": phrases.GIVEN.fill({"values": ", ".join(values)}, language) if values else "",
        "result": phrases.RESULT.fill({"values": ", ".join(result)}, language) if result else "",
        "values": phrases.BECAUSE.fill({"values": ", ".join(values)}, language) if values else "",
        "without": phrases.WITHOUT.fill({"paths": ", ".join(missing)}, language) if missing else "",
        "blocks": ", ".join(blocks) or phrases.EVERYTHING.fill({}, language),
        "also": ", ".join(also),
        "reasons": "; ".join(reasons),
        "reason": code_text(str(code), facts, language) if code else "",
    }


def _definition(effect: Document) -> str:
    return str(_mapping(effect.get("cause")).get("definition") or "")


def _field_of(effect: Document) -> str:
    """Name the field of a record that itself is the cause, "" for any other cause."""
    kind, _, name = str(_mapping(effect.get("cause")).get("path") or "").partition(".")
    return name if kind == "fields" and _definition(effect).startswith("record/") else ""


def _mapping(value: object) -> Document:
    return value if isinstance(value, Mapping) else {}


def _pairs(value: object) -> Iterable[tuple[str, object]]:
    return [(readable(path), each) for path, each in _mapping(value).items()]


def _items(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
