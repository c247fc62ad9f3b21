"""A RabbitMQ that lives as long as a test module."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER = "guest"
PASSWORD = "guest"
_STARTED = re.compile(r"completed with \d+ plugins")
_NO_ERLANG_SHELL = "-noinput -kernel inet_dist_use_interface {127,0,0,1}"


@dataclass
class Broker:
    """A running broker; ``channel`` speaks to it past the product."""

    port: int

    @contextmanager
    def channel(self):
        """Give a channel with publisher confirms."""
        import amqp

        connection = amqp.Connection(f"127.0.0.1:{self.port}", USER, PASSWORD, confirm_publish=True)
        connection.connect()
        try:
            yield connection.channel()
        finally:
            connection.close()

    def count(self, queue):
        """Say how many messages wait in a queue."""
        with self.channel() as channel:
            return channel.queue_declare(queue, passive=True).message_count


def find_program():
    """Give the server's program, or None."""
    debian = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    if debian.exists():
        return str(debian)
    return shutil.which("rabbitmq-server")


@contextmanager
def throwaway_broker():
    """Start a broker on loopback with a folder, ports and a cookie of its own.

    Where RabbitMQ is not installed the test is skipped.
    """
    program = find_program()
    if program is None:
        pytest.skip("needs RabbitMQ's server, which is not installed here")
    with tempfile.TemporaryDirectory(prefix="ol-mq-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        port, between, names = free_port(), free_port(), free_port()
        env = _environment(folder, port, between, names)
        log = (folder / "out").open("w+")
        server = subprocess.Popen(
            [program], env=env, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            _await_start(server, folder)
            yield Broker(port)
        finally:
            server.terminate()
            server.communicate(timeout=60)
            log.close()
            epmd = ["epmd", "-port", str(names), "-kill"]
            subprocess.run(epmd, env=env, check=False, capture_output=True, timeout=30)


def _environment(folder, port, between, names):
    (folder / ".erlang.cookie").write_text(secrets.token_hex(16))
    (folder / ".erlang.cookie").chmod(0o400)
    (folder / "plugins").write_text("[].\n")
    (folder / "rabbitmq.conf").write_text(
        "vm_memory_high_watermark.absolute = 512MB\n"
        "disk_free_limit.absolute = 10MB\nlog.console = true\nlog.console.level = error\n"
    )
    return os.environ | {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"ol-{os.getpid()}-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(between),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _NO_ERLANG_SHELL,
        "ERL_EPMD_PORT": str(names),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }


def _await_start(server, folder):
    said = []
    for line in server.stdout:
        said.append(line)
        if _STARTED.search(line):
            return
    told = "".join(said[-20:]) + (folder / "out").read_text()[-2000:]
    raise AssertionError(f"RabbitMQ did not start:\n{told}")


def free_port():
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
