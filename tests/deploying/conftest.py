import pytest
from tests.deploying.shops import Shop


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path)
