"""All tables of a flow: built before anything that may read them."""

from types import MappingProxyType

from orderloom.compiler.build.table import build_table
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.tables import TablesOutline
from orderloom.compiler.sheets import Sheets
from orderloom.definition.table import Table


def build_tables(draft: Draft, sheets: Sheets) -> TablesOutline:
    """Build every table whose shape is right; those with findings are known by name only."""
    found: dict[str, Table] = {}
    broken: set[str] = set()
    for declaration in draft.outline.declarations["table"].values():
        table = build_table(draft, declaration, sheets) if declaration.sound else None
        if table is None:
            broken.add(declaration.id)
        else:
            found[declaration.id] = table
    return TablesOutline(tables=MappingProxyType(found), broken=frozenset(broken))
