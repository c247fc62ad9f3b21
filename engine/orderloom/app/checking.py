"""A folder's flow with every finding. Nothing here runs one: who checks waits for no database."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from orderloom.app.connectors import Shapes
from orderloom.app.library import load_library
from orderloom.app.sheets import read_sheet
from orderloom.compiler.files import MAIN_FILE
from orderloom.compiler.load import CheckedFlow, check_flow
from orderloom.diagnostics import Diagnostic, Place
from orderloom.errors import PluginBroken
from orderloom.plugins.loading import LoadedPlugins


def check_folder(folder: Path, environment: str | None = None) -> CheckedFlow:
    """Compile a flow's folder and give every finding; connectors are those installed."""
    plugins = load_library()
    checked = check_with(plugins, folder, environment)
    told = {(each.code, *each.facts.values()) for each in checked.diagnostics}
    others = [each for each in plugins.unusable if (each.code, *each.facts.values()) not in told]
    return replace(checked, diagnostics=(*checked.diagnostics, *_warnings(folder, others)))


def check_with(plugins: LoadedPlugins, folder: Path, environment: str | None) -> CheckedFlow:
    """Compile a flow's folder with what is installed, and give every finding of the flow itself."""
    return check_flow(
        folder,
        environment=environment,
        connectors=Shapes(plugins.connectors, plugins.broken),
        extensions=plugins.added.extensions,
        read_sheet=read_sheet,
    )


def _warnings(folder: Path, broken: Iterable[PluginBroken]) -> Iterator[Diagnostic]:
    """Tell of plugins that cannot be used, which this flow does not ask for."""
    place = Place(str(folder / MAIN_FILE), 1)
    for each in broken:
        yield Diagnostic(code=each.code, place=place, severity="warning", facts=dict(each.facts))
