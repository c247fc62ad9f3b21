"""The replies that a case offers, as lines."""

from collections.abc import Iterator, Sequence

from orderloom.app.naming import readable
from orderloom.app.offered import Document
from orderloom.codes.model import Wording

OFFERED = Wording("Replies offered:", "备选答复：")


def answer_lines(answers: Sequence[Document], language: str) -> Iterator[str]:
    """Give a line for each reply, under a head; nothing when there are none."""
    if answers:
        yield ""
        yield OFFERED.fill({}, language)
    for each in answers:
        text = "–" if each["text"] is None else readable(each["text"])
        yield f"  *{readable(each['title'])}*  {text}"
