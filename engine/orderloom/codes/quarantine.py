"""OL970: what waits in quarantine, and what was asked of it."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL970",
        "nothing in quarantine has the shape '{shape}'; shapes that there are: {known}",
        "隔离区中没有形态为“{shape}”的条目；现有形态：{known}",
        ("'orderloom quarantine DIR' lists them", "“orderloom quarantine DIR”列出各形态"),
    ),
)
