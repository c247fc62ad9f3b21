"""Settings of the installation, from environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass

FOLDER = ".orderloom"
"""Beside a flow's definitions: what the installation keeps of its own."""
LANGUAGE = "ORDERLOOM_LANG"
ENVIRONMENT = "ORDERLOOM_ENVIRONMENT"
STORE = "ORDERLOOM_STORE"
MASTER_KEY = "ORDERLOOM_MASTER_KEY"
OUTGOING = "ORDERLOOM_OUTGOING"
LOG = "ORDERLOOM_LOG"
"""The file that has the whole log; processes of one supervisor share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation chooses.

    Attributes:
        language: ``en`` or ``zh``, for everything that people read.
        environment: The flow's environment, None: the flow's first that is not production.
        store: Store URL used when a command names none; None: ``orderloom.db`` in the flow.
    """

    language: str = "en"
    environment: str | None = None
    store: str | None = None


def read_settings(variables: Mapping[str, str]) -> Settings:
    """Read settings; the language falls back to the locale's (``LC_ALL``, ``LANG``)."""
    wanted = variables.get(LANGUAGE) or variables.get("LC_ALL") or variables.get("LANG") or ""
    return Settings(
        language="zh" if wanted.lower().startswith("zh") else "en",
        environment=variables.get(ENVIRONMENT) or None,
        store=variables.get(STORE) or None,
    )


def is_outgoing_stopped(variables: Mapping[str, str]) -> bool:
    """Say whether ``ORDERLOOM_OUTGOING`` stops all outgoing calls: with ``stop``, ``off`` or 0.

    It is read when a program starts; a running one is stopped by the file ``outgoing.stopped``.
    """
    return variables.get(OUTGOING, "").strip().lower() in {"stop", "off", "0"}
