"""What connectors tell their operators, without secrets."""

import logging

from orderloom.egress.masking import Mask


class MaskedLog:
    """``ports.Log`` of a connection: one line each, so that a peer's words cannot feign others.

    Args:
        connection: Stands before every line.
        mask: Takes secrets out.
    """

    def __init__(self, connection: str, mask: Mask) -> None:
        self._connection = connection
        self._mask = mask
        self._logger = logging.getLogger(f"orderloom.connection.{connection}")

    def info(self, text: str) -> None:
        """Tell what is ordinary."""
        self._tell(logging.INFO, text)

    def warning(self, text: str) -> None:
        """Tell what somebody should look at."""
        self._tell(logging.WARNING, text)

    def _tell(self, level: int, text: str) -> None:
        line = " ".join(self._mask.text(text).split())
        self._logger.log(level, "%s: %s", self._connection, line)
