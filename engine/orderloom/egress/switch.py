"""The one switch that stops all outgoing calls."""

from dataclasses import dataclass
from pathlib import Path

STOP_FILE = "outgoing.stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingSwitch:
    """Stopped by the installation's setting, or by a file that is there.

    The file is looked for before each call: every process that sees it stops at once, and goes on
    when it is gone. Calls under way are let finish, for one that is cut has no known outcome.
    """

    stopped: bool = False
    file: Path | None = None

    def is_stopped(self) -> bool:
        """Say whether all outgoing calls are stopped."""
        return self.stopped or (self.file is not None and self.file.exists())
