"""The repository has the shape that was agreed, file by file."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]

PACKAGES = {
    "engine": "orderloom",
    "connectors": "orderloom_connectors",
    "definitions": "orderloom_definitions",
    "ui": "orderloom_ui",
}
TOP_LEVEL = {
    *PACKAGES,
    "tests",
    "examples",
    ".ci",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "constraints.txt",
    "dev.py",
    "pyproject.toml",
}
LONGEST_FILE = 400
CODE = {".py", ".ts", ".tsx", ".js", ".css", ".html", ".sh"}


@pytest.fixture(scope="module")
def files():
    """Every file that is in the repository or would be added by `git add`."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"]
    listed = subprocess.run(
        [*git, "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    names = {PurePosixPath(name) for name in listed.stdout.split("\0") if name}
    return sorted(name for name in names if (ROOT / name).is_file())


def test_nothing_lies_at_the_top_level_that_was_not_agreed(files):
    assert {name.parts[0] for name in files} - TOP_LEVEL == set()


@pytest.mark.parametrize(("root", "package"), PACKAGES.items())
def test_a_source_root_makes_only_its_own_package_importable(files, root, package):
    entries = {name.parts[1].removesuffix(".py") for name in files if name.parts[0] == root}
    assert {entry for entry in entries if entry.isidentifier()} == {package}


def test_no_source_file_is_longer_than_400_lines(files):
    lengths = {
        str(name): len((ROOT / name).read_bytes().splitlines())
        for name in files
        if name.suffix in CODE
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_package_says_that_it_is_typed(files):
    marks = {str(name) for name in files if name.name == "py.typed"}
    assert marks == {f"{root}/{package}/py.typed" for root, package in PACKAGES.items()}
