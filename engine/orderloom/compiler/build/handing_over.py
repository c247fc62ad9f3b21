"""What a step of a test hands over to a transition, a playbook or an item."""

from collections.abc import Mapping

from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode
from orderloom.compiler.resolve import reading
from orderloom.definition.record import Field
from orderloom.definition.test import Values


def build_inputs(  # noqa: PLR0913, PLR0917 - where, what fits there, and how to say what does not
    setting: PlaySetting,
    node: MapNode,
    under: str,
    fields: Mapping[str, Field],
    owner: str,
    code: str,
) -> Values:
    """Build what is handed over ``under`` a key; what is missing is the engine's to refuse."""
    found = []
    for key, value in reading.entries(node, under):
        field = fields.get(key.text)
        if field is None:
            places = {name: each.place for name, each in fields.items()}
            setting.draft.unknown(code, key, places, owner=owner)
            continue
        built = build_value(setting.draft, value, setting.sight(), field)
        if built is not None:
            found.append((key.text, built))
    return tuple(found)
