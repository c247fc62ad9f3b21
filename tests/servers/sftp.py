"""A real SSH server on loopback that serves one folder by SFTP, as long as a test."""

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import asyncssh

USER = "shop"
PASSWORD = "open-sesame"


@dataclass
class FileServer:
    """A running server.

    Attributes:
        port: Where it listens.
        folder: What it serves as ``/``.
        host_key: The fingerprint of its key, as its owner would tell it.
        logins: User names that asked to be let in.
    """

    port: int
    folder: Path
    host_key: str
    logins: list[str] = field(default_factory=list)


@contextmanager
def serving_files(folder, *, keys=(), password=PASSWORD):
    """Serve a folder; ``keys`` are public keys that are let in, ``password`` one that is."""
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    server = FileServer(0, folder, host_key.get_fingerprint())
    known = asyncssh.import_authorized_keys("".join(keys)) if keys else None

    talks = []

    class Door(asyncssh.SSHServer):
        def connection_made(self, conn):
            talks.append(conn)

        def begin_auth(self, username):
            server.logins.append(username)
            return True

        def password_auth_supported(self):
            return True

        def validate_password(self, username, given):
            return (username, given) == (USER, password)

        def public_key_auth_supported(self):
            return known is not None

        def validate_public_key(self, username, key):
            return known.validate(key, "", "") is not None

    def files(channel):
        return asyncssh.SFTPServer(channel, chroot=str(folder).encode())

    loop, ready = asyncio.new_event_loop(), Event()

    async def listen():
        listener = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[host_key], sftp_factory=files
        )
        server.port = listener.get_port()
        ready.set()
        return listener

    listener = None

    def run():
        nonlocal listener
        listener = loop.run_until_complete(listen())
        loop.run_forever()
        loop.run_until_complete(_closed(listener, talks))
        loop.close()

    thread = Thread(target=run)
    thread.start()
    assert ready.wait(30)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)


async def _closed(listener, talks):
    listener.close()
    await listener.wait_closed()
    for each in talks:
        each.abort()
        await each.wait_closed()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)
