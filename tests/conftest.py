"""Options and fixtures of all tests.

A test that needs a server or a library says so, "which is not installed here", and is skipped,
visibly. Where all must be there (``ORDERLOOM_REQUIRE=all``, which ``.ci/run`` sets) it fails
instead: nobody should believe in tests that never ran.
"""

import os
from pathlib import Path

import pytest

REQUIRE = "ORDERLOOM_REQUIRE"
NOT_INSTALLED = ("which is not installed here", "which are not installed here")
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help="write what came out as what is expected; read the diff",
    )


def _demand(report):
    if os.environ.get(REQUIRE) != "all" or not report.skipped:
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if reason.endswith(NOT_INSTALLED):
        report.outcome = "failed"
        report.longrepr = f"{reason}; {REQUIRE}=all says it must be"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    _demand((yield).get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report():
    _demand((yield).get_result())


@pytest.fixture
def shared():
    """Give the folder of sample material beside the checkout; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("needs the sample material in ../shared, which is not there")
    return SHARED


@pytest.fixture(scope="session")
def postgresql():
    """Give databases of a server that runs as long as the tests do."""
    from tests.servers.databases import databases

    with databases() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request, tmp_path):
    """Give a folder whose ``store.url`` names a store of each kind (see ``tests.runtime.shop``)."""
    if request.param == "postgresql":
        (tmp_path / "store.url").write_text(request.getfixturevalue("postgresql_url"))
    return tmp_path


@pytest.fixture
def postgresql_url(postgresql):
    """Give the address of an empty store on PostgreSQL, which goes with the test."""
    with postgresql.fresh() as url:
        yield url
