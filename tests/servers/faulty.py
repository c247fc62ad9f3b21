"""A peer that executes orders to do something, and answers the first try of each wrongly."""

import json
import socket
import struct

from orderloom_connectors.sandbox.http import answer

_RESET = struct.pack("ii", 1, 0)
_GOOD = b'{"done": "yes"}'


def _reset(wire):
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    raise ConnectionAbortedError  # the server lets the socket go


def _drip(server, wire):
    wire.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not server.stopped.is_set():
        wire.sendall(b"x")


def _status(code, **headers):
    return answer(code, b"{}", headers)


def _bytes(text):
    def reply(_, wire):
        wire.sendall(text)
        raise ConnectionAbortedError

    return reply


def _page(body, length):
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (length, body)


# What goes wrong at the first try: whether the peer had executed it, and what it answers.
MODES = {
    "refused": (False, None),
    "killed": (True, None),
    "reset_before": (False, lambda _, wire: _reset(wire)),
    "reset_after": (True, lambda _, wire: _reset(wire)),
    "timeout_before": (False, "drip"),
    "timeout_after": (True, "drip"),
    "throttled_until": (False, _status(429, **{"Retry-After": "90"})),
    "throttled": (False, _status(429)),
    "broken_before": (False, _status(500)),
    "broken_after": (True, _status(500)),
    "truncated": (True, _bytes(_page(_GOOD[:5], len(_GOOD)))),
    "wrong_length": (True, _bytes(_page(_GOOD, 3))),
    "garbage": (True, answer(200, b"\xff{nonsense")),
    "redirect": (False, _status(302, Location="http://127.0.0.1:9/")),
    "said_twice": (True, _bytes(_page(_GOOD, len(_GOOD)) * 2)),
    "other_echoed": (True, answer(200, b'{"done": "yes", "key": "other"}')),
    "unauthorised": (False, _status(401)),
}  # fmt: skip


class Faulty:
    """Counts what it executed by ``ref``; of one idempotency key only the first is executed."""

    def __init__(self, mode):
        self.was_executed, self.reply = MODES[mode]
        self.server = None
        self.executed = {}
        self.keys = set()
        self.tried = {}

    def __call__(self, seen, wire):
        ref = json.loads(seen.body)["ref"]
        first = ref not in self.tried
        self.tried[ref] = self.tried.get(ref, 0) + 1
        faulty = first and self.reply is not None
        if not faulty or self.was_executed:
            self._execute(ref, seen.headers.get("idempotency-key"))
        if not faulty:
            answer(200, _GOOD)(seen, wire)
        elif self.reply == "drip":
            _drip(self.server, wire)
        else:
            self.reply(seen, wire)

    def _execute(self, ref, key):
        if key is None or key not in self.keys:
            self.keys.add(key)
            self.executed[ref] = self.executed.get(ref, 0) + 1
