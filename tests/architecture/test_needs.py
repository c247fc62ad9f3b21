"""What is not installed skips a test on one's own machine, and fails it where all must be there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_server():
    pytest.skip("needs a server, which is not installed here")

def test_programs():
    pytest.skip("needs initdb and pg_ctl, which are not installed here")

def test_for_another_reason():
    pytest.skip("root reads everything")

def test_there():
    pass
"""
LIBRARY = """
import pytest

pytest.importorskip("no_such_module", reason="needs no_such_module, which is not installed here")
"""


@pytest.mark.parametrize(
    ("required", "told"),
    [("", "1 passed, 4 skipped"), ("all", "2 failed, 1 passed, 1 skipped, 1 error")],
)
def test_what_is_not_installed_is_skipped_or_fails(tmp_path, required, told):
    (tmp_path / "conftest.py").write_bytes((Path(__file__).parents[1] / "conftest.py").read_bytes())
    (tmp_path / "test_servers.py").write_text(TESTS, "utf-8")
    (tmp_path / "test_library.py").write_text(LIBRARY, "utf-8")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"),
            *("--continue-on-collection-errors", "-c", "/dev/null", "--rootdir", ".", "."),
        ],
        env=os.environ | {"ORDERLOOM_REQUIRE": required},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told in run.stdout
    for each in ("needs a server", "needs initdb", "needs no_such_module", "root reads"):
        assert each in run.stdout
