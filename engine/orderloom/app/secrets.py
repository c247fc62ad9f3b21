"""Secrets by name, from where the installation keeps them; definitions hold names only."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from orderloom.errors import DeliveryFailed
from orderloom.names import is_name

Secret: TypeAlias = str | Mapping[str, str]
"""A text, or its parts by name."""

VARIABLE = "ORDERLOOM_SECRET_"
FOLDER = "ORDERLOOM_SECRETS_DIR"
_SERVICE = "orderloom"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where secrets are looked for: variables, then files, then the keyring of the system.

    ``ORDERLOOM_SECRET_JD_LIVE`` holds the secret ``jd_live``; else the file of that name in the
    folder that ``ORDERLOOM_SECRETS_DIR`` names; else the keyring's entry of the service
    ``orderloom``, where the package ``keyring`` is installed. A value that is a JSON object has
    parts: ``secret.app_key``. It is looked up anew every time, so that a mended one works at once.
    """

    variables: Mapping[str, str]

    def find(self, name: str, connection: str) -> Secret:
        """Give a secret.

        Raises:
            DeliveryFailed: There is none of that name (OL880), or its object is not of texts
                (OL881).
        """
        found = self.sought(name, connection)
        if found is None:
            facts = {"variable": variable_of(name), "folder": FOLDER}
            raise DeliveryFailed("OL880", "auth", connection=connection, secret=name, **facts)
        return found

    def sought(self, name: str, connection: str) -> Secret | None:
        """Give a secret, None when there is none of that name.

        Raises:
            DeliveryFailed: Its object is not of texts (OL881).
        """
        sources: tuple[Callable[[str], str | None], ...] = (
            self._variable,
            self._file,
            _from_keyring,
        )
        found = next(filter(None, (source(name) for source in sources)), None)
        return None if found is None else _parts(found, name, connection)

    def _variable(self, name: str) -> str | None:
        return self.variables.get(variable_of(name))

    def _file(self, name: str) -> str | None:
        folder = self.variables.get(FOLDER)
        path = Path(folder) / name if folder and is_name(name) else None
        if path is None or not path.is_file():
            return None
        return path.read_text(encoding="utf-8").removesuffix("\n").removesuffix("\r")


def previous_of(name: str) -> str:
    """Name the secret before one: webhooks signed with either are believed while both are kept."""
    return f"{name}_previous"


def variable_of(name: str) -> str:
    """Name the environment variable of a secret."""
    return VARIABLE + name.upper()


def _from_keyring(name: str) -> str | None:
    if find_spec("keyring") is None:
        return None
    keyring = import_module("keyring")
    found: str | None = keyring.get_password(_SERVICE, name)
    return found


def _parts(text: str, name: str, connection: str) -> Secret:
    if not text.lstrip().startswith("{"):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if not all(isinstance(part, str) for part in found.values()):
        raise DeliveryFailed("OL881", "auth", connection=connection, secret=name)
    return dict(found)


def texts_of(secret: Secret | None) -> Iterable[str]:
    """Give every text of a secret: what must be masked wherever text leaves the process."""
    match secret:
        case None:
            return ()
        case str():
            return (secret,)
        case _:
            return tuple(secret.values())
