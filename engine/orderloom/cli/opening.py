"""Opening a flow over the store that a command means."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orderloom.app.application import Application, open_application
from orderloom.cli.failures import notice_text
from orderloom.cli.stores import existing_store
from orderloom.cli.terminal import Terminal

_UPGRADED = "OL081"


@contextmanager
def opened(
    terminal: Terminal,
    folder: Path,
    store: str | None,
    environment: str | None,
    *,
    follows: bool = False,
) -> Iterator[Application]:
    """Open a flow over a store that is there; what an option leaves open the settings say.

    Args:
        terminal: Has the settings.
        folder: The flow's folder.
        store: What ``--store`` says.
        environment: What ``--environment`` says.
        follows: Work under the version that is in force, whatever the folder holds.

    Raises:
        OrderloomError: There is no store.
        DefinitionInvalid: The flow has errors.
        StoreUnusable: The store cannot be opened.
    """
    url = existing_store(store or terminal.settings.store, folder)
    wanted = environment or terminal.settings.environment
    with open_application(folder, url, environment=wanted, follows=follows) as app:
        for code, facts in app.stores.notices():
            if code == _UPGRADED:
                terminal.say(notice_text(code, facts, terminal))
        yield app
