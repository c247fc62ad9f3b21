"""What is asked of whoever fires a transition or runs a playbook, read as ``event.x``."""

from collections.abc import Collection, Mapping

from orderloom.compiler.build.record import complete_field
from orderloom.compiler.build.setting import Setting
from orderloom.compiler.node import MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.definition.record import Field


def build_inputs(
    acting: Setting, node: MapNode, fields: Mapping[str, Field], taken: Collection[str]
) -> dict[str, Field]:
    """Build the fields under ``input``.

    Args:
        acting: What their defaults may name.
        node: What holds ``input``.
        fields: The same as the outline has them.
        taken: Parts that ``event`` has anyway, so that no input may be called so.
    """
    return build_parts(acting, reading.submap(node, "input"), fields, taken)


def build_parts(
    acting: Setting, nodes: Node | None, fields: Mapping[str, Field], taken: Collection[str]
) -> dict[str, Field]:
    """Build the parts that an ``event`` brings; ``nodes`` holds them by name."""
    for name, field in fields.items():
        if name in taken:
            acting.draft.findings.error("OL217", field.place, name=name)
    return {
        name: complete_field(
            acting.draft,
            field,
            nodes.get(name) if isinstance(nodes, MapNode) else None,
            acting.sight,
        )
        for name, field in fields.items()
    }
