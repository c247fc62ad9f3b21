"""The pages on a socket of this computer."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

import waitress
from flask import Flask

from orderloom.errors import OrderloomError

ADDRESS = "127.0.0.1"
TRIED_PORTS = 20
THREADS = 4


def free_socket(port: int, *, tried: int = TRIED_PORTS) -> socket.socket:
    """Bind the first free port from ``port`` on, on this computer's own address only.

    Raises:
        OrderloomError: None of the next ``tried`` is free, or the port may not be used.
    """
    last = min(port + tried - 1, 65_535)
    for number in range(port, last + 1):
        bound = _bound(number)
        if bound is not None:
            return bound
    raise OrderloomError("OL670", first=str(port), last=str(last))


def _bound(port: int) -> socket.socket | None:
    """Bind a port; None when somebody has it."""
    new = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    new.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        new.bind((ADDRESS, port))
        new.listen()
    except OSError as error:
        new.close()
        if error.errno == errno.EADDRINUSE:
            return None
        reason = error.strerror or "–"
        raise OrderloomError("OL678", port=str(port), reason=reason) from error
    return new


def serve_until_stopped(app: Flask, bound: socket.socket, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; ``tell`` hears the address as soon as it answers."""
    host, port = bound.getsockname()
    server = waitress.create_server(app, sockets=[bound], threads=THREADS, ident=None)
    try:
        with suppress(KeyboardInterrupt):
            tell(f"http://{host}:{port}")
            server.run()
    finally:
        server.close()
