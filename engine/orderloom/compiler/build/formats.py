"""How values are written in a channel's words: the formats an item may name."""

import re

from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.mapping import Item

EPOCHS = ("epoch_s", "epoch_ms")
NUMBERS = ("1,234.56", "1.234,56")
MINOR = "minor"
_SIGNS = re.compile("yyyy|MM|dd|HH|mm|ss|SSS|Z")
_WHOLE_DAY = frozenset(("yyyy", "MM", "dd"))


def check_format(draft: Draft, item: Item) -> None:
    """Report a format that values of the item's type are never written in."""
    if item.format is None or _fits(item.kind, item.format):
        return
    draft.findings.error(
        "OL439", item.place, format=item.format, type=item.kind, possible=_possible(item.kind)
    )


def carries_offset(form: str | None) -> bool:
    """Say whether times of this format need no zone: they count from an epoch or say theirs."""
    return form is not None and (form in EPOCHS or "Z" in _SIGNS.findall(form))


def _fits(kind: str, form: str) -> bool:
    match kind:
        case "time":
            return form in EPOCHS or is_pattern(form)
        case "date":
            return is_pattern(form)
        case "integer" | "decimal":
            return form in NUMBERS
        case "money":
            return form in (*NUMBERS, MINOR)
        case _:
            return False


def is_pattern(form: str) -> bool:
    """Say whether a pattern has a whole day, no sign twice, and no other letters than T."""
    signs = _SIGNS.findall(form)
    rest = _SIGNS.sub("", form).replace("T", "")
    has_letters = any(character.isascii() and character.isalpha() for character in rest)
    return len(signs) == len(set(signs)) and set(signs) >= _WHOLE_DAY and not has_letters


def _possible(kind: str) -> str:
    match kind:
        case "time":
            return "yyyy-MM-dd HH:mm:ss, epoch_s, epoch_ms"
        case "date":
            return "yyyy-MM-dd"
        case "integer" | "decimal":
            return ", ".join(NUMBERS)
        case "money":
            return ", ".join((*NUMBERS, MINOR))
        case _:
            return ""
