"""Imports point down, and an import that does not is reported with its line."""

import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCE_ROOTS = ("engine", "connectors", "definitions", "ui")
PACKAGES = ("orderloom", "orderloom_connectors", "orderloom_definitions", "orderloom_ui")

# A file to plant, what it says, and the import as import-linter reports it.
PLANTED = {
    "upward": (
        "engine/orderloom/expression/planted.py",
        "import orderloom.kernel",
        "orderloom.expression.planted -> orderloom.kernel (l.1)",
    ),
    "upward, for types only": (
        "engine/orderloom/definition/planted.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import orderloom.app",
        "orderloom.definition.planted -> orderloom.app (l.3)",
    ),
    "upward, inside a function": (
        "engine/orderloom/flow/planted.py",
        "def later():\n    import orderloom.store",
        "orderloom.flow.planted -> orderloom.store (l.2)",
    ),
    "kernel to compiler": (
        "engine/orderloom/kernel/planted.py",
        "import orderloom.compiler",
        "orderloom.kernel.planted -> orderloom.compiler (l.1)",
    ),
    "flow to definition": (
        "engine/orderloom/flow/planted_too.py",
        "import orderloom.definition",
        "orderloom.flow.planted_too -> orderloom.definition (l.1)",
    ),
    "YAML in the kernel": (
        "engine/orderloom/kernel/planted_yaml.py",
        "import yaml",
        "orderloom.kernel.planted_yaml -> yaml (l.1)",
    ),
    "SQLAlchemy in the compiler": (
        "engine/orderloom/compiler/planted.py",
        "def later():\n    from sqlalchemy import text",
        "orderloom.compiler.planted -> sqlalchemy (l.2)",
    ),
    "APScheduler in the store": (
        "engine/orderloom/store/planted.py",
        "import apscheduler.schedulers",
        "orderloom.store.planted -> apscheduler (l.1)",
    ),
    "an HTTP client in the runtime": (
        "engine/orderloom/runtime/planted.py",
        "import httpcore2",
        "orderloom.runtime.planted -> httpcore2 (l.1)",
    ),
    "Flask in the CLI": (
        "engine/orderloom/cli/planted.py",
        "from flask import Flask",
        "orderloom.cli.planted -> flask (l.1)",
    ),
    "connector to kernel": (
        "connectors/orderloom_connectors/planted.py",
        "import orderloom.kernel",
        "orderloom_connectors.planted -> orderloom.kernel (l.1)",
    ),
    "UI to store": (
        "ui/orderloom_ui/planted.py",
        "import orderloom.store",
        "orderloom_ui.planted -> orderloom.store (l.1)",
    ),
    "UI to connector": (
        "ui/orderloom_ui/planted_too.py",
        "import orderloom_connectors",
        "orderloom_ui.planted_too -> orderloom_connectors (l.1)",
    ),
    "definitions to engine": (
        "definitions/orderloom_definitions/planted.py",
        "import orderloom.names",
        "orderloom_definitions.planted -> orderloom.names (l.1)",
    ),
    "a module in no layer": ("engine/orderloom/planted.py", "", "- orderloom.planted"),
}


def test_all_contracts_are_kept():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What lint-imports says of a copy of the project with every violation planted."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name in SOURCE_ROOTS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*-*", "static"))
    for place, text, _ in PLANTED.values():
        (copy / place).write_text(text + "\n", encoding="utf-8")
    return " ".join(lint_imports(copy).stdout.split())


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_violation_is_reported_with_its_line(report, fault):
    _, _, said = PLANTED[fault]
    assert said in report


def test_every_third_party_import_is_a_declared_dependency():
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    imported = {name for name in graph.modules if name.partition(".")[0] not in PACKAGES}
    foreign = imported - sys.stdlib_module_names - {"__future__"}
    known = packages_distributions()
    wanted = {name: {canonicalize_name(d) for d in known.get(name, [name])} for name in foreign}
    assert {name for name, owners in wanted.items() if not owners & declared()} == set()


def declared():
    extras = PROJECT["project"].get("optional-dependencies", {}).values()
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def lint_imports(folder):
    path = os.pathsep.join(str(folder / name) for name in SOURCE_ROOTS)
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env=dict(os.environ, PYTHONPATH=path, NO_COLOR="1", COLUMNS="200"),
        capture_output=True,
        text=True,
        check=False,
    )
