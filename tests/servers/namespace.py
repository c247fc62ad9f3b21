"""A network of its own for this process, in which public addresses are this machine's."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence

_CLONE_NEWNET = 0x40000000


def enter_own_network(addresses: Sequence[str]) -> bool:
    """Leave the machine's network for an empty one that has ``addresses``, for good.

    Only Linux allows it, and only to root; elsewhere nothing changes, and the answer is False.
    Threads that run already stay where they are.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNET) != 0:
        return False
    return all(
        subprocess.run(["ip", *command], check=False, capture_output=True).returncode == 0
        for command in (
            ["link", "set", "lo", "up"],
            *(["addr", "add", address, "dev", "lo"] for address in addresses),
        )
    )
