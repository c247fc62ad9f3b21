"""``with`` of connections and streams: settings that only their connector knows."""

from collections.abc import Iterator, Mapping, Sequence

from orderloom.compiler.node import MapNode, Node, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.definition.connector import SettingOutline
from orderloom.diagnostics import Place
from orderloom.expression.faults import shown

_LONGEST_NUMBER = 9


class _Misfit(Exception):
    """A setting is not of its kind; the argument is what stands there."""


def read_settings(
    draft: Draft, node: MapNode, place: Place, connector: str, known: Sequence[SettingOutline]
) -> Mapping[str, object]:
    """Read what ``with`` of a connection or stream gives, and report what does not fit.

    Args:
        draft: The flow so far.
        node: The connection or stream.
        place: Where its name stands.
        connector: Named in findings.
        known: What the connector takes there.
    """
    outlines = {each.name: each for each in known}
    found = dict(_read(draft, node, connector, outlines))
    written = reading.submap(node, "with")
    for each in known:
        if each.required and each.name not in (written or ()):
            at = place if written is None else written.place
            draft.findings.error("OL951", at, name=each.name, connector=connector)
    return found


def _read(
    draft: Draft, node: MapNode, connector: str, outlines: Mapping[str, SettingOutline]
) -> Iterator[tuple[str, object]]:
    for key, value in reading.entries(node, "with"):
        outline = outlines.get(key.text)
        if outline is None:
            draft.findings.unknown("OL950", key.place, key.text, outlines, connector=connector)
            continue
        try:
            yield key.text, _value(outline, value)
        except _Misfit as misfit:
            wanted = ", ".join(outline.choices) or outline.kind
            found = shown(str(misfit))
            draft.findings.error("OL952", value.place, name=key.text, found=found, kind=wanted)


def _value(outline: SettingOutline, node: Node) -> object:
    """Read a setting as its kind.

    Raises:
        _Misfit: It is not of that kind.
    """
    if outline.kind == "map":
        return _texts_by_name(node)
    if outline.kind == "texts":
        return tuple(_text(each) for each in reading.several(node))
    text = _text(node)
    if outline.choices and text not in outline.choices:
        raise _Misfit(text)
    if outline.kind == "integer":
        return _number(text)
    if outline.kind == "boolean":
        if text not in {"true", "false"}:
            raise _Misfit(text)
        return text == "true"
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        raise _Misfit(text)
    return int(text)


def _text(node: Node) -> str:
    if not isinstance(node, ScalarNode) or reading.is_empty(node):
        raise _Misfit("[…]" if not isinstance(node, ScalarNode) else "")
    return node.text


def _texts_by_name(node: Node) -> Mapping[str, str]:
    if not isinstance(node, MapNode):
        raise _Misfit(node.text if isinstance(node, ScalarNode) else "[…]")
    return {key.text: _text(value) for key, value in reading.pairs(node)}
