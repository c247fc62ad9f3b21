"""dev.py speaks to every Python, keeps stdout clean and trusts no index blindly."""

import ast
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dev():
    """The module dev.py, fresh, with nothing run."""
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def index(dev, tmp_path, monkeypatch):
    """A package index on disk, named in the only pip configuration there is."""
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {tmp_path.as_uri()}/simple/\n")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_CERT", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setattr(dev, "fetch", serve_from_disk)
    folder = tmp_path / "simple" / "pip"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(f'<a href="../../{dev.PIP_WHEEL}#sha256=0">pip</a>')
    (tmp_path / dev.PIP_WHEEL).write_bytes(b"a wheel")
    return tmp_path


def serve_from_disk(url):
    path = Path(url.removeprefix("file://"))
    return (path / "index.html" if path.is_dir() else path).read_bytes()


def test_an_old_python_can_read_it_and_so_be_told_which_one_is_needed():
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_the_standard_library_only():
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert {name.partition(".")[0] for name in froms | plain} <= sys.stdlib_module_names


@pytest.mark.parametrize(("words", "code"), [(["help"], 0), ([], 2), (["bild"], 2)])
def test_help_goes_to_stderr_and_stdout_stays_clean(words, code):
    command = [sys.executable, str(ROOT / "dev.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, "")
    assert "python3 dev.py test" in done.stderr


@pytest.mark.parametrize(
    ("given", "value", "rest"),
    [
        (["-k", "x"], "default", ["-k", "x"]),
        (["--tier", "nightly", "-x"], "nightly", ["-x"]),
        (["-x", "--tier=nightly"], "nightly", ["-x"]),
        (["--tier"], "", []),
    ],
)
def test_the_tier_is_taken_and_the_rest_is_left_for_pytest(dev, given, value, rest):
    assert dev.take_option(given, "--tier", "default") == (value, rest)


def test_pips_wheel_comes_from_the_index_that_pip_was_told_of(dev, index, monkeypatch):
    monkeypatch.setattr(dev, "PIP_SHA256", hashlib.sha256(b"a wheel").hexdigest())
    assert dev.pip_wheel() == b"a wheel"


def test_a_wheel_with_other_bytes_than_expected_is_refused(dev, index):
    with pytest.raises(SystemExit, match="is not the file it should be"):
        dev.pip_wheel()


def test_the_environment_goes_before_pips_files(dev, index, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert dev.pip_setting("index-url") == "https://mirror.example/simple"


def test_a_user_and_password_go_to_the_index_but_not_along_a_redirect(dev, monkeypatch):
    sent = []

    class Answer:
        def read(self):
            return b"body"

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    def opened(request, **_):
        sent.append(request)
        return Answer()

    monkeypatch.setattr(dev.urllib.request, "urlopen", opened)
    assert dev.fetch("https://ann:s%40fe@mirror.example/simple/pip/") == b"body"
    (request,) = sent
    assert request.full_url == "https://mirror.example/simple/pip/"
    assert request.unredirected_hdrs == {"Authorization": "Basic YW5uOnNAZmU="}
