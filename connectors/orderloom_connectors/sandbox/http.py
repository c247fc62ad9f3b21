"""A strict little HTTP/1.1 server on this machine, whose answers are written byte by byte."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import BinaryIO

_PATIENCE = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it arrived; names of ``headers`` in lower case, ``connection`` from 1."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


Reply = Callable[[Seen, socket.socket], None]


def answer(status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
    """Answer every request alike, and keep the connection open."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")

    def reply(_: Seen, wire: socket.socket) -> None:
        wire.sendall(head + body)

    return reply


@dataclass
class Server:
    """A server that runs; ``faults`` says what a client did that HTTP/1.1 does not allow."""

    reply: Reply
    port: int
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    faults: list[str] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                wire, _ = listener.accept()
                self.connections += 1
                Thread(target=self._talk, args=(wire, self.connections), daemon=True).start()

    def _talk(self, wire: socket.socket, number: int) -> None:
        wire.settimeout(_PATIENCE)
        with suppress(OSError):
            if self.tls is not None:
                wire = self.tls.wrap_socket(wire, server_side=True)
            with wire, wire.makefile("rb") as reader:
                self._answer(wire, reader, number)
        wire.close()

    def _answer(self, wire: socket.socket, reader: BinaryIO, number: int) -> None:
        try:
            while (request := self._read(reader, number)) is not None:
                self.seen.append(request)
                self.reply(request, wire)
        except ValueError as error:
            self.faults.append(str(error))

    def _read(self, reader: BinaryIO, number: int) -> Seen | None:
        line = reader.readline()
        if not line:
            return None
        method, target, version = line.decode("ascii").removesuffix("\r\n").split(" ")
        self._demand("HTTP/1.1", version == "HTTP/1.1" and line.endswith(b"\r\n"))
        headers: dict[str, str] = {}
        while (line := reader.readline()) != b"\r\n":
            name, _, text = line.decode("ascii").removesuffix("\r\n").partition(": ")
            self._demand("each header once", name.lower() not in headers)
            headers[name.lower()] = text
        self._demand("a Host", bool(headers.get("host")))
        self._demand("no chunks", "transfer-encoding" not in headers)
        body = reader.read(int(headers.get("content-length", "0")))
        return Seen(method=method, target=target, headers=headers, body=body, connection=number)

    def _demand(self, what: str, is_so: object) -> None:
        if not is_so:
            self.faults.append(what)


@contextmanager
def serving(
    reply: Reply, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """Serve on this machine while the body of the ``with`` runs.

    Args:
        reply: Writes the answer to each request; called on one thread a connection.
        host: An address of this machine.
        port: 0 takes a free one.
        tls: Speak https with it.

    Raises:
        OSError: The port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        server = Server(reply=reply, port=listener.getsockname()[1], tls=tls)
        Thread(target=server.serve, args=(listener,), daemon=True).start()
        try:
            yield server
        finally:
            server.stopped.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
