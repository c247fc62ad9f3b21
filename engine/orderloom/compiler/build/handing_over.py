"""What a step of a test hands over to a transition, a playbook or an item, and which playbook."""

from collections.abc import Mapping, Sequence

from orderloom.compiler.build.play_setting import PlaySetting
from orderloom.compiler.build.values import build_value
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.outline import PlaybookOutline
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


def playbook_of(
    setting: PlaySetting, named: ScalarNode, record: str, lineage: Sequence[str] = ()
) -> PlaybookOutline | None:
    """Give the playbook that a step runs; None, told, when it is of other records."""
    if not setting.draft.one_of("playbook", "OL460", named):
        return None
    playbook = setting.draft.outline.playbooks[named.text]
    if playbook.record not in (record, *lineage):
        facts = {"name": named.text, "record": playbook.record, "here": record}
        setting.draft.findings.error("OL461", named.place, related=playbook.place, **facts)
        return None
    return playbook
