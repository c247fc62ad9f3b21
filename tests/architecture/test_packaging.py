"""What is shipped is what lies in the four packages, and the names it promises exist."""

import os
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = (
    "engine/orderloom",
    "connectors/orderloom_connectors",
    "definitions/orderloom_definitions",
    "ui/orderloom_ui",
)
ENTRY_POINTS = [("console_scripts", name, value) for name, value in PROJECT["scripts"].items()] + [
    (group, name, value)
    for group, names in PROJECT["entry-points"].items()
    for name, value in names.items()
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in a wheel that was built with no index in reach."""
    folder = tmp_path_factory.mktemp("wheel")
    nowhere = "http://127.0.0.1:9"
    offline = {"PIP_NO_INDEX": "1", "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        env=os.environ | offline,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_four_packages_and_no_other(wheel):
    shipped = {name for name in wheel if ".dist-info/" not in name}
    assert shipped == {
        path.relative_to((ROOT / package).parent).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.mark.parametrize("beginning", ["orderloom_definitions/schema/", "orderloom_ui/templates/"])
def test_the_wheel_holds_files_that_are_no_python(wheel, beginning):
    assert any(name.startswith(beginning) for name in wheel)


def test_the_wheel_holds_the_licence_and_the_notice(wheel):
    licences = {name.rpartition("/")[2] for name in wheel if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


@pytest.mark.parametrize(("group", "name", "value"), ENTRY_POINTS)
def test_an_entry_point_names_something_that_exists(group, name, value):
    module, _, attribute = value.partition(":")
    assert hasattr(import_module(module), attribute)


@pytest.mark.parametrize(("group", "name", "value"), ENTRY_POINTS)
def test_an_entry_point_is_known_to_the_installation(group, name, value):
    assert value in {found.value for found in entry_points(group=group, name=name)}


def test_constraints_are_exact_versions_from_an_index_and_cover_every_dependency():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [Requirement(line) for line in text.splitlines() if not line.startswith("#")]
    assert [line.name for line in lines if line.url or "==" not in str(line.specifier)] == []
    wanted = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    assert wanted - {canonicalize_name(line.name) for line in lines} == set()
