"""How much work a call is, counted instead of timed: the same on every machine, however busy."""

import sys


class TooMuchWork(AssertionError):
    """A call made more steps than it was allowed."""


def calls_made(limit, function, *arguments):
    """Run a function; give its result and how many calls, of Python or C, it made on the way.

    Raises:
        TooMuchWork: They are more than ``limit``; it is stopped there.
    """
    made = 0

    def count(_frame, event, _argument):
        nonlocal made
        if event in {"call", "c_call"}:
            made += 1
            if made > limit:
                sys.setprofile(None)
                message = f"more than {limit:,} calls"
                raise TooMuchWork(message)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = function(*arguments)
    finally:
        sys.setprofile(before)
    return result, made
