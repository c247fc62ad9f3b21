"""Keeping the interpreter itself out of the hot path's way."""

import gc
import sys

YOUNG = 50_000
"""Objects made before a young collection: a group of a hundred items stays below it."""


HANDOVER_SECONDS = 0.0001
"""So long a thread that wants to run waits for one that does not pause."""


def keep_definitions() -> None:
    """Take what start-up made out of all later collections; for a process that runs a flow.

    Compiled definitions and modules live to the end. Looking through them again and again cost
    a fifth of the path's time. The thread that writes needs the interpreter for moments between
    one statement and the next: with Python's own five milliseconds it would get it too late to
    be done before the next group is decided.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 100)
    sys.setswitchinterval(HANDOVER_SECONDS)
