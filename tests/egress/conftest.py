"""What tests of the way out share."""

import pytest
from tests.servers.authority import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Give an authority that no system knows."""
    return Authority(tmp_path_factory.mktemp("authority"))
