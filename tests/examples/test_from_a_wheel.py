"""What is installed from a wheel, far from any checkout: the sandbox, a scaffold, its contract."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def built(source, wheels, site):
    """Build a package's wheel, and unpack it where Python finds it before the checkout."""
    hatch = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run([sys.executable, *hatch], cwd=source, check=True, capture_output=True)
    [wheel] = wheels.iterdir()
    pip = ["-m", "pip", "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run([sys.executable, *pip], check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Give the folder that has the wheel's content."""
    folder = tmp_path_factory.mktemp("site")
    built(CHECKOUT, tmp_path_factory.mktemp("wheels"), folder)
    return folder


def environment(site):
    return os.environ | {"PYTHONPATH": str(site), "ORDERLOOM_LANG": "en"}


def done(site, folder, *line):
    """Run Python with what is installed, in a folder of its own."""
    return subprocess.run(
        [sys.executable, *map(str, line)],
        cwd=folder,
        env=environment(site),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_is_not_the_checkout_that_is_tried(site, tmp_path):
    names = ("orderloom", "orderloom_connectors", "orderloom_definitions")
    text = f"import {', '.join(names)}; print({', '.join(f'{each}.__file__' for each in names)})"
    told = done(site, tmp_path, "-c", text).stdout.split()
    assert len(told) == len(names)
    assert all(Path(each).is_relative_to(site) for each in told)


def test_the_sandbox_is_up_with_all_its_platforms(site, tmp_path):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    line = ["-m", "orderloom.cli.main", "sandbox", "up", "--port", "0", "--format", "json"]
    program = subprocess.Popen(
        [sys.executable, *line],
        cwd=tmp_path,
        env=environment(site),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    document = json.loads(program.stdout.readline())
    program.send_signal(signal.SIGINT)
    assert (*program.communicate(), program.returncode) == (b"", b"", 0)
    assert len(document["places"]) > 20


def test_a_scaffold_keeps_the_contract(site, tmp_path):
    own = tmp_path / "own"
    made = done(site, tmp_path, "-m", "orderloom.cli.main", "connector", "new", "far_shop", own)
    assert made.returncode == 0, made.stderr
    apart = tmp_path / "site"
    built(own, tmp_path / "wheels", apart)
    both = f"{apart}{os.pathsep}{site}"
    told = done(both, own, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert told.returncode == 0, told.stdout
    assert " passed" in told.stdout
