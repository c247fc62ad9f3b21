#!/usr/bin/env python3
"""Run or test Orderloom from a fresh clone, with Python 3.11 or newer and nothing else.

    python3 dev.py run [ARGS]                     install into .venv, then `orderloom demo ARGS`
    python3 dev.py test [--tier nightly] [ARGS]   install into .venv, then every check: ruff, mypy,
                                                  import directions, pytest ARGS
    python3 dev.py bench [ARGS]                   install the peers too, then `orderloom bench ARGS`

Whatever this script has to say goes to stderr: stdout belongs to the program it starts.
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import html
import importlib.util
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# Debian's Python comes without pip and ensurepip. This wheel brings pip along; any index has it.
PIP = "26.3"
PIP_WHEEL = f"pip-{PIP}-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "mypy": ["mypy"],
    "import directions": ["lint-imports", "--no-logo"],
}


def main(argv: list[str]) -> int:
    """Do what the command line says and return the exit code."""
    command, args = "".join(argv[:1]), argv[1:]
    if sys.version_info < (3, 11):
        sys.exit(f"» Orderloom needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    if command == "run":
        return run(args)
    if command == "test":
        return test(args)
    if command == "bench":
        return bench(args)
    say(__doc__ or "")
    return 0 if command in ("help", "-h", "--help") else 2


def run(args: list[str]) -> int:
    """Start the demo in place of this process, so that Ctrl-C and the exit code are its own."""
    ensure_installed([])
    command = [str(PYTHON), "-m", "orderloom.cli.main", "demo", *args]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606
    return subprocess.call(command)


def bench(args: list[str]) -> int:
    """Measure against the peers, which nothing else needs."""
    ensure_installed(["bench"])
    return subprocess.call([str(PYTHON), "-m", "orderloom.cli.main", "bench", *args])


def test(args: list[str]) -> int:
    """Run every check, then pytest last, so that its summary closes the output."""
    tier, args = take_option(args, "--tier", "default")
    if tier not in ("default", "nightly"):
        sys.exit(f"» unknown tier '{tier}': there are 'default' and 'nightly'")
    ensure_installed(["test", "lint"])
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    say(f"earlier checks: {', '.join(failed) + ' FAILED' if failed else 'all passed'}; now pytest")
    everything = ["-m", ""] if tier == "nightly" else []
    pytest = [str(PYTHON), "-m", "pytest", "-p", "tests.budgets", *everything, *args]
    env = dict(os.environ, ORDERLOOM_FAILED_CHECKS=", ".join(failed))
    # Many tests start the command line: compiled once, it starts in half the time.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(ROOT / ".venv" / "pycache")
    code = subprocess.call(pytest, cwd=ROOT, env=env)
    return code or (1 if failed else 0)


def passes(name: str, command: list[str]) -> bool:
    """Run one tool of the environment over the project."""
    start = time.monotonic()
    code = subprocess.call([str(BIN / command[0]), *command[1:]], cwd=ROOT)
    say(f"{name}: {'FAILED' if code else 'ok'} ({time.monotonic() - start:.1f} s)")
    return code == 0


def take_option(args: list[str], name: str, default: str) -> tuple[str, list[str]]:
    """Split ``--name VALUE`` or ``--name=VALUE`` off the arguments."""
    for place, arg in enumerate(args):
        if arg == name:
            return "".join(args[place + 1 : place + 2]), args[:place] + args[place + 2 :]
        if arg.startswith(name + "="):
            return arg[len(name) + 1 :], args[:place] + args[place + 1 :]
    return default, args


# ---------------------------------------------------------------- the environment


def ensure_installed(groups: list[str]) -> None:
    """Bring .venv up to pyproject.toml and constraints.txt, or do nothing when it is.

    Args:
        groups: Dependency groups wanted beside the product. An environment with groups also
            serves a call without.
    """
    stamp = VENV / ".ready"
    state = digest()
    if PYTHON.exists() and stamp.exists():
        found, *present = stamp.read_text().split()
        if found == state and set(groups) <= set(present):
            return
        groups = list(dict.fromkeys([*present, *groups]))
    start = time.monotonic()
    say(f"installing into {VENV} (the first time takes a minute)")
    create_venv()
    install(groups)
    stamp.write_text(" ".join([state, *groups]))
    say(f"ready in {time.monotonic() - start:.0f} s")


def digest() -> str:
    """Name the state of everything that decides what .venv holds."""
    state = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        state.update((ROOT / name).read_bytes())
    return state.hexdigest()


def create_venv() -> None:
    """Make .venv without pip, unless a usable one is there."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and call([str(PYTHON), "-c", check]):
        return
    venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)


def install(groups: list[str]) -> None:
    """Install the project, editable, through uv; through pip where uv does not work."""
    python, pip = str(PYTHON), [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    if not call([python, "-c", "import pip"], quiet=True):
        install_pip()
    what = ["-c", "constraints.txt", "-e", "."]
    for group in groups:
        what += ["--group", group]
    if call([*pip, "install", "-q", "-c", "constraints.txt", "uv"]):
        if call([python, "-m", "uv", "pip", "install", "-q", "--python", python, *what]):
            return
        say("uv could not install; trying pip")
    newer = call([*pip, "install", "-q", "--upgrade", "pip>=25.1"])  # knows --group
    if not (newer and call([*pip, "install", "-q", *what])):
        sys.exit("» could not install Orderloom: the messages above say why")


def install_pip() -> None:
    """Give .venv a pip, through the pip of this Python or else from pip's own wheel."""
    if importlib.util.find_spec("pip"):
        host = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
        if call([*host, "install", "-q", "--disable-pip-version-check", f"pip=={PIP}"]):
            return
    say(f"fetching {PIP_WHEEL}")
    wheel = VENV / PIP_WHEEL
    wheel.write_bytes(pip_wheel())
    unpacked = [str(PYTHON), str(wheel / "pip"), "install", "-q", "--no-index", str(wheel)]
    if not call(unpacked):
        sys.exit(f"» could not install {PIP_WHEEL}: the messages above say why")
    wheel.unlink()


def pip_wheel() -> bytes:
    """Fetch pip's wheel from the configured index and compare it with the digest above."""
    index = pip_setting("index-url") or "https://pypi.org/simple"
    page = index.rstrip("/") + "/pip/"
    try:
        link = re.search(rf'href="([^"#]*{re.escape(PIP_WHEEL)})["#]', fetch(page).decode())
        if not link:
            sys.exit(f"» the package index has no {PIP_WHEEL}")
        body = fetch(urljoin(page, html.unescape(link[1])))
    except OSError as error:
        sys.exit(
            f"» could not reach the package index: {error}\n"
            "  behind a mirror: set PIP_INDEX_URL; without certificates: install ca-certificates"
        )
    if hashlib.sha256(body).hexdigest() != PIP_SHA256:
        sys.exit(f"» {PIP_WHEEL} from the package index is not the file it should be: stopping")
    return body


def fetch(url: str) -> bytes:
    """Read a URL; a user and password in it go to that host only."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl())
    request.add_header("Accept", "text/html, */*;q=0.1")
    if user:
        token = base64.b64encode(unquote(user).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
    context = ssl.create_default_context(cafile=pip_setting("cert"))
    with urllib.request.urlopen(request, timeout=60, context=context) as answer:
        body: bytes = answer.read()
    return body


def pip_setting(name: str) -> str | None:
    """Read what the user told pip, as pip does: the environment, then its files, user's last."""
    from_environment = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if from_environment:
        return from_environment
    home = Path.home()
    xdg = os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(os.pathsep)
    own = os.environ.get("XDG_CONFIG_HOME", str(home / ".config"))
    files = [Path(folder) / "pip/pip.conf" for folder in xdg]
    files += [Path("/etc/pip.conf"), home / ".pip/pip.conf", Path(own) / "pip/pip.conf"]
    files += [home / "Library/Application Support/pip/pip.conf"]
    files += [Path(os.environ.get("APPDATA", str(home))) / "pip/pip.ini"]
    files += [Path(os.environ.get("PIP_CONFIG_FILE", os.devnull))]
    settings = configparser.RawConfigParser(strict=False)
    settings.read(files, encoding="utf-8")
    for section in ("install", "global"):
        if settings.has_option(section, name):
            return settings.get(section, name).strip() or None
    return None


def call(command: list[str], *, quiet: bool = False) -> bool:
    """Run a program with its output on stderr and say whether it succeeded."""
    env = dict(os.environ)
    env.setdefault("UV_SYSTEM_CERTS", "1")  # trust whom Python and pip trust
    for variable, setting in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert")):
        value = pip_setting(setting)  # uv does not read what pip was told
        if value:
            env.setdefault(variable, value)
    out = subprocess.DEVNULL if quiet else sys.stderr
    return subprocess.call(command, cwd=ROOT, env=env, stdout=out, stderr=out) == 0


def say(text: str) -> None:
    """Speak on stderr."""
    print("»", text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
