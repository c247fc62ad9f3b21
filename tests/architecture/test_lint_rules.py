"""Lint keeps clocks, chance and second copies of our packages out of the product."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BANNED = {
    "the clock's now": "from datetime import datetime\n\ndatetime.now()\n",
    "the clock's utcnow": "from datetime import datetime\n\ndatetime.utcnow()\n",
    "today": "from datetime import date\n\ndate.today()\n",
    "the epoch": "import time\n\ntime.time()\n",
    "the epoch, imported by name": "from time import time\n\ntime()\n",
    "the epoch in nanoseconds": "import time\n\ntime.time_ns()\n",
    "a random identifier": "import uuid\n\nuuid.uuid4()\n",
    "a clock identifier": "from uuid import uuid1\n\nuuid1()\n",
    "chance": "import random\n\nrandom.random()\n",
    "a name out of chance": "from random import choice\n\nchoice([1])\n",
    "the engine's source root": "import engine.orderloom\n",
    "the connectors' source root": "import connectors.orderloom_connectors\n",
    "the definitions' source root": "import definitions.orderloom_definitions\n",
    "the UI's source root": "from ui import orderloom_ui\n",
}
ALLOWED = {
    "measuring a duration": "import time\n\ntime.monotonic()\n",
    "an identifier derived from names": "import uuid\n\nuuid.uuid5(uuid.NAMESPACE_URL, 'a')\n",
}


@pytest.mark.parametrize("code", BANNED.values(), ids=BANNED)
def test_the_core_may_not_use(code):
    assert "TID251" in ruff(code)


@pytest.mark.parametrize("code", ALLOWED.values(), ids=ALLOWED)
def test_the_core_may_use(code):
    assert "TID251" not in ruff(code)


def ruff(code):
    """Check ``code`` as if it stood in the kernel, under the project's own settings."""
    name = ["--stdin-filename", str(ROOT / "engine/orderloom/kernel/example.py")]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ruff")), "check", "--no-cache", *name, "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout
