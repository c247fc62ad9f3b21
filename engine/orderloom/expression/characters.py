"""Characters that hide or imitate others: refused wherever they stand."""

import unicodedata

from orderloom.expression.faults import Faults, shown

# Cf: bidi controls, zero-width signs, soft hyphen, byte order mark, tags. Zl, Zp: line breaks.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ALIKE = frozenset({"CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE"})


def find_hidden(text: str, faults: Faults) -> bool:
    """Note every invisible or control character; say whether there was one."""
    if text.isascii() and text.isprintable():
        return False
    hidden = False
    for place, character in enumerate(text):
        if character in "\t\n\r":
            continue
        if unicodedata.category(character) in _HIDDEN:
            faults.add("OL305", place, place + 1, found=f"U+{ord(character):04X}")
            hidden = True
    return hidden


def check_name(name: str, start: int, faults: Faults) -> bool:
    """Note a name that is spelt with look-alike letters; say whether it is clean.

    Args:
        name: The name in NFC.
        start: Where it begins in the text.
        faults: Takes the finding.
    """
    if name.isascii():
        return True
    folded = unicodedata.normalize("NFKC", name)
    if folded != name:
        faults.add("OL306", start, start + len(name), found=shown(name), mend=folded)
        return False
    if any(c.isdecimal() and not c.isascii() for c in name) or _mixes_scripts(name):
        faults.add("OL306", start, start + len(name), found=shown(name))
        return False
    return True


def _mixes_scripts(name: str) -> bool:
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    return "LATIN" in scripts and bool(scripts & _ALIKE)
