"""A PostgreSQL that lives as long as a test module."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

# NUMERIC is exact or, in a quotient, as wide as asked; ours has 28 digits after every step, halves
# to the even one.
_DIGITS_28 = r"""
CREATE FUNCTION digits_28(x numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  scale int;
  unit numeric;
  below numeric;
BEGIN
  IF x IS NULL OR x = 0 THEN RETURN x; END IF;
  scale := CASE WHEN abs(x) >= 1 THEN 28 - length(trunc(abs(x))::text)
                ELSE 28 + length(substring(abs(x)::text from '^0[.](0*)')) END;
  unit := ('1e' || -scale)::numeric;
  below := trunc(x, scale);
  IF abs(x - below) * 2 < unit OR (abs(x - below) * 2 = unit AND below / unit % 2 = 0)
  THEN RETURN below; END IF;
  RETURN below + sign(x) * unit;
END $$
"""


def find_programs():
    """Give the folder of the newest PostgreSQL's programs, or None."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(folders, key=lambda program: float(program.parents[1].name))
    if newest:
        return newest[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def throwaway_server(programs):
    """Start a server on a socket of its own in a fresh folder, and give a connection."""
    # It refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="ol-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            shutil.chown(folder, user)

        def run(program, *arguments):
            command = [programs / program, "-D", folder / "data", *arguments]
            log = subprocess.DEVNULL
            subprocess.run(command, user=user, cwd=folder, check=True, stdout=log, timeout=60)

        run("initdb", "-A", "trust", "-U", "tester", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-w", "-l", folder / "log", "-o", settings, "start")
        try:
            with psycopg.connect(host=name, user="tester", dbname="postgres") as connection:
                connection.autocommit = True
                connection.execute(_DIGITS_28)
                yield connection
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
