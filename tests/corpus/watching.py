"""What one case costs and touches: time, memory, files and processes."""

import resource
import sys
import sysconfig
import tempfile
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter

_STATUS = Path("/proc/self/status")
_SCHEDULED = Path("/proc/self/schedstat")
_PEAK = Path("/proc/self/clear_refs")
_STARTS = frozenset({"os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen"})
_TALKS = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"})
_HOMES = (
    *{sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    *zoneinfo.TZPATH,
    tempfile.gettempdir(),
    str(Path(__file__).resolve().parents[2]),
    "/proc/self",
    "/dev/null",
)


class Watch:
    """Notes what happens between ``begin`` and ``end``.

    Attributes:
        touched: Files outside our own folders, sockets and processes that were opened.
        milliseconds: Wall-clock time, less what the process waited for a processor.
        megabytes: How much the resident memory rose at its peak.
    """

    def __init__(
        self, *, starts_processes: bool, calls: frozenset[tuple[str, int]] = frozenset()
    ) -> None:
        self.touched: list[str] = []
        self.milliseconds = 0.0
        self.megabytes = 0.0
        self._on = False
        self._bad = _TALKS if starts_processes else _TALKS | _STARTS
        self._calls = calls
        sys.addaudithook(self._note)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Measure the body of a ``with``."""
        self.touched = []
        before = _resident_kilobytes()
        started = perf_counter() - _waited_seconds()
        self._on = True
        try:
            yield
        finally:
            self._on = False
            self.milliseconds = (perf_counter() - _waited_seconds() - started) * 1_000
            self.megabytes = max(0, _peak_kilobytes() - before) / 1_024

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._on or (event == "socket.connect" and self._may_call(arguments[1])):
            return
        if event in self._bad or (event == "open" and _is_foreign(arguments[0])):
            self.touched.append(f"{event} {str(arguments[:1])[:80]}")

    def _may_call(self, address: object) -> bool:
        return isinstance(address, tuple) and address[:2] in self._calls


def _is_foreign(path: object) -> bool:
    """Say whether a file is none of Python's, the project's or the test's own."""
    name = path.decode() if isinstance(path, bytes) else path
    return isinstance(name, str) and name.startswith("/") and not name.startswith(_HOMES)


def _waited_seconds() -> float:
    """Give how long other programs have kept this one from running, as far as is known."""
    with suppress(OSError, IndexError):
        return int(_SCHEDULED.read_text().split()[1]) / 1e9
    return 0.0


def _resident_kilobytes() -> int:
    """Give the memory in use now, and begin a new peak where the system can."""
    with suppress(OSError):
        _PEAK.write_text("5")
        return _status("VmRSS")
    return _peak_kilobytes()


def _peak_kilobytes() -> int:
    """Give the peak since the last call of ``_resident_kilobytes``; since ever elsewhere."""
    with suppress(OSError):
        return _status("VmHWM")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1_024 if sys.platform == "darwin" else most


def _status(name: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise OSError(name)
