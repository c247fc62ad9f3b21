"""A PostgreSQL that listens on loopback and asks for a password, as long as a test module."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.expression.postgres import find_programs
from tests.servers.rabbitmq import free_port

USER = "tester"
PASSWORD = "open-sesame"


@contextmanager
def listening_server():
    """Start a server and give its port; where PostgreSQL is not installed the test is skipped."""
    programs = find_programs()
    if programs is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl, which are not installed here")
    user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="ol-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "word").write_text(PASSWORD)
        for path in (folder, folder / "word"):
            if user:
                shutil.chown(path, user)

        def run(program, *arguments):
            command = [programs / program, "-D", folder / "data", *arguments]
            log = subprocess.DEVNULL
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=log, timeout=60)

        login = ("-A", "scram-sha-256", "--pwfile", folder / "word", "-U", USER)
        run("initdb", *login, "-E", "UTF8", "--locale=C", "--no-sync")
        port = free_port()
        settings = f"-k {folder} -c listen_addresses=127.0.0.1 -p {port} -c fsync=off"
        run("pg_ctl", "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            yield port
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
