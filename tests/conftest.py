"""Options and fixtures of all tests."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help="write what came out as what is expected; read the diff",
    )


@pytest.fixture
def shared():
    """Give the folder of sample material beside the checkout; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip("needs the sample material in ../shared, which is not there")
    return SHARED
