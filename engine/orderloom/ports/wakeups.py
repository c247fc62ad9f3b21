"""How processes on one store wake each other, and agree on who does what only one shall do."""

from typing import Protocol


class Wakeups(Protocol):
    """Hints only: whoever hears none looks at the store after a while, and misses nothing.

    One thread waits and asks. Whoever dies is deaf and has no duty any more.
    """

    def wait(self, seconds: float) -> bool:
        """Wait until somebody left something to do; False: nobody told so for so long."""
        ...

    @property
    def is_stopped(self) -> bool:
        """Say whether nobody shall wait any more."""
        ...

    def stop(self) -> None:
        """End the waiting, of now and from now on; from any thread."""
        ...

    def elected(self, duty: str) -> bool:
        """Say whether a duty is this process's; one that nobody has is taken, until the end."""
        ...

    def close(self) -> None:
        """Give duties back, and be deaf."""
        ...
