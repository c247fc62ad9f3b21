"""The part of Mermaid that we write, as a grammar: whatever does not fit it is broken out of."""

import re

LABEL = r"(?:[^\x00-\x7fﬂ°¶ß]|[A-Za-z0-9 ,.()/=!?_']|#[0-9]+;)+"
LABELS = rf"{LABEL}(?:<br/>{LABEL})*"
STATE = r"s_[a-z0-9_]+"
NODE = r"n[0-9]+"
MACHINE = (
    rf'state "(?P<text>{LABEL})" as {STATE}',
    rf"(?:{STATE}|\[\*\]) --> (?:{STATE}|\[\*\])",
    rf"{STATE} --> {STATE} : (?P<text>{LABEL})",
    rf"{STATE} : (?P<text>{LABEL})",
)
TREE = (
    rf'{NODE}\(\["(?P<text>{LABEL})"\]\)',
    rf'{NODE}\{{"(?P<text>{LABEL})"\}}',
    rf'{NODE}\["(?P<text>{LABELS})"\]',
    rf"{NODE} --> {NODE}",
    rf'{NODE} -->\|"(?P<text>{LABEL})"\| {NODE}',
)
KINDS = {"stateDiagram-v2": MACHINE, "flowchart TD": TREE}


def texts(source):
    """Give the texts of a diagram as people see them; every line must fit the grammar."""
    first, title, third, kind, *lines = source.splitlines()
    assert (first, third) == ("---", "---")
    assert re.fullmatch(r'title: "(?:[^"\\\x00-\x1f<>%&#`]|\\["\\u][^<>%]*)*"', title), title
    found = []
    for line in lines:
        forms = [re.fullmatch(f"    {form}", line) for form in KINDS[kind]]
        fitting = [form for form in forms if form is not None]
        assert len(fitting) == 1, line
        text = fitting[0].groupdict().get("text")
        if text is not None:
            found.append(re.sub("#([0-9]+);", lambda sign: chr(int(sign[1])), text))
    return found
