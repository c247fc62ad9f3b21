"""The other end of supervision: a process that ends with whoever started it, and at a signal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGINT, SIGTERM, default_int_handler, signal
from threading import Event, Thread

from orderloom.cli.bilingual import option
from orderloom.cli.options import Function

_STDIN = 0


def leash_option(function: Function) -> Function:
    """Add ``--leashed``, which only a supervisor gives, as ``leashed``."""
    return option(
        "--leashed",
        is_flag=True,
        hidden=True,
        en="End when stdin closes.",
        zh="标准输入关闭时结束。",
    )(function)


def put_on_leash() -> None:
    """End as at a signal when stdin closes: then the supervisor is gone, however it went."""
    Thread(target=_wait_for_the_end, name="leash", daemon=True).start()


@contextmanager
def interrupted_by_term() -> Iterator[None]:
    """Let SIGTERM end what runs in order, as Ctrl-C does: by ``KeyboardInterrupt``."""
    before = signal(SIGTERM, default_int_handler)
    try:
        yield
    finally:
        signal(SIGTERM, before)


def wait_for_a_signal() -> None:
    """Return when somebody asks this process to end."""
    asked = Event()
    before = {each: signal(each, lambda *_: asked.set()) for each in (SIGINT, SIGTERM)}
    try:
        asked.wait()
    finally:
        for each, handler in before.items():
            signal(each, handler)


def _wait_for_the_end() -> None:
    while os.read(_STDIN, 4_096):
        pass
    os.kill(os.getpid(), SIGTERM)
