"""Options of all tests."""


def pytest_addoption(parser):
    parser.addoption(
        "--update",
        action="store_true",
        help="write what came out as what is expected; read the diff",
    )
