"""``undo``: the transition that leads back from where another led."""

from orderloom.compiler.build.machine_setting import MachineSetting
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.machine import Transition


def check_undo(setting: MachineSetting, ways: tuple[Transition, ...]) -> None:
    """Refuse an ``undo`` that is no transition of the machine, or that does not lead back."""
    places = {way.name: way.cause.place for way in reversed(ways)}
    for key, node in reading.entries(setting.declaration.root, "transitions"):
        for each in reading.several(node):
            named = reading.scalar(each, "undo") if isinstance(each, MapNode) else None
            if named is None:
                continue
            if named.text not in setting.outline.transitions:
                findings, place = setting.draft.findings, named.place
                findings.unknown("OL906", place, named.text, places, of=key.text)
            elif not _leads_back(ways, key.text, named.text):
                place, related = named.place, places.get(named.text)
                setting.draft.findings.error(
                    "OL907", place, related=related, name=key.text, undo=named.text
                )


def _leads_back(ways: tuple[Transition, ...], name: str, undo: str) -> bool:
    """Say whether one of the ways called ``undo`` goes back to where one called ``name`` began."""
    return any(
        way.target in back.origins and back.target in way.origins
        for way in ways
        if way.name == name
        for back in ways
        if back.name == undo
    )
