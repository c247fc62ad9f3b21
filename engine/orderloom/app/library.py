"""Connectors that every flow finds: those of installed packages, then those shipped as YAML."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from orderloom.compiler.shipped import check_connector
from orderloom.declarative.connector import DeclaredConnector
from orderloom.definition.common import title_text
from orderloom.errors import PluginBroken
from orderloom.plugins import LoadedPlugins, load_connectors, load_extensions
from orderloom.ports import Connector, facts_of

DISTRIBUTION = "orderloom"


class Library(Mapping[str, Connector]):
    """Connectors by id; one that is a definition is compiled once, when it is first asked for.

    Args:
        installed: Those in code: one of an id stands before a definition of that id.
        folder: Holds a file for each definition, named as its id.
    """

    def __init__(self, installed: Mapping[str, Connector], folder: Path) -> None:
        self._installed = installed
        self._folder = folder
        self._compiled: dict[str, Connector] = {}

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        return {path.stem: path for path in sorted(self._folder.glob("*.yaml"))}

    def __getitem__(self, name: str) -> Connector:
        """Give a connector.

        Raises:
            KeyError: There is none of that id.
            PluginBroken: Its definition has an error (OL605).
        """
        if name in self._installed:
            return self._installed[name]
        if name not in self._compiled:
            self._compiled[name] = _compiled(self._files[name])
        return self._compiled[name]

    def __contains__(self, name: object) -> bool:
        return name in self._installed or name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._installed, *self._files)))

    def __len__(self) -> int:
        return len({*self._installed, *self._files})


def load_library(folder: Path | None = None) -> LoadedPlugins:
    """Find all that is installed; ``folder`` holds declared connectors, None: those that ship."""
    plugins = load_connectors()
    shipped = Path(str(files("orderloom_definitions"))) / "connectors"
    library = Library(plugins.connectors, folder or shipped)
    return LoadedPlugins(library, plugins.broken, load_extensions())


def _compiled(file: Path) -> Connector:
    checked = check_connector(file)
    if checked.connector is None:
        first = next(each for each in checked.diagnostics if each.severity == "error")
        raise PluginBroken(
            "OL605",
            plugin=file.stem,
            distribution=DISTRIBUTION,
            file=file.name,
            line=str(first.place.line),
            fault=first.code,
        )
    return DeclaredConnector(checked.connector)


def all_described(
    language: str, own: Iterable[Connector] = ()
) -> tuple[list[dict[str, Any]], list[PluginBroken]]:
    """Say what every connector is, by id, and which ones cannot be used.

    Args:
        language: Of titles and evidence.
        own: Those that a flow defines itself: one of an id stands before any other.
    """
    plugins = load_library()
    found = {each.id: described(each, language) for each in own}
    broken = list(plugins.broken)
    for name in plugins.connectors.keys() - found.keys():
        try:
            found[name] = described(plugins.connectors[name], language)
        except PluginBroken as error:
            broken.append(error)
    return [found[name] for name in sorted(found)], broken


def described(connector: Connector, language: str) -> dict[str, Any]:
    """Say what a connector is, with title and evidence in a language."""
    facts = facts_of(connector)
    evidence = facts.evidence
    title = connector.definition.title if isinstance(connector, DeclaredConnector) else None
    return {
        "name": connector.id,
        "title": title_text(title, language, connector.id),
        "kind": facts.serves or ("messages" if connector.media else "system"),
        "operations": [each.name for each in connector.operations],
        "evidence": None if evidence is None else evidence.get(language, evidence.get("en")),
        "declarative": isinstance(connector, DeclaredConnector),
    }
