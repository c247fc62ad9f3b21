"""Does a figure keep something sensitive, which no erasure would reach?"""

from orderloom.compiler.build.discreet import Secrets
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.flow import Flow, figures_of
from orderloom.definition.record import Field
from orderloom.expression.types import ANY

_KEPT = frozenset(("sum", "avg", "min", "max", "last"))
"""What keeps values as they are; the others keep hashes, or whether something is true."""


def check_figures(draft: Draft, flow: Flow) -> None:
    """Refuse figures that would keep what is sensitive."""
    secrets = Secrets(flow.records.values(), flow.machines.values())
    for figure in figures_of(flow):
        value = figure.stream.value
        if value is None or figure.kind not in _KEPT:
            continue
        field = Field(name=figure.kind, kind="decimal", type=ANY, place=figure.place)
        source = secrets.given_by(value, field)
        if source is not None:
            draft.findings.error("OL164", figure.place, kind=figure.kind, name=source)
