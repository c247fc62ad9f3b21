"""Codecs of installed packages, held to what they say of themselves."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint
from typing import Any

from orderloom.compiler.build.source import FORMATS
from orderloom.definition.codec import AddedFormat
from orderloom.expression.faults import shown
from orderloom.names import is_name
from orderloom.plugins.distributions import OWN, broken, distribution_of
from orderloom.ports.codecs import Codec
from orderloom.ports.functions import PLUGIN_API

_LONGEST = 200


def format_from(point: EntryPoint, found: object) -> AddedFormat:
    """Give a plugin's codec as mappings use it.

    Raises:
        PluginBroken: It is none, says something impossible (OL909), or has the name of a format
            of the language (OL910).
    """
    if not isinstance(found, Codec):
        raise broken("OL909", point, part=type(found).__name__)
    wrong = _wrong_part(point.name, found)
    if wrong is not None:
        raise broken("OL909", point, part=wrong)
    if found.name in FORMATS:
        raise broken("OL910", point, other=OWN)
    return AddedFormat(
        name=found.name,
        distribution=distribution_of(point),
        read=found.read,
        reasons={name: dict(wording) for name, wording in found.reasons.items()},
        zipped=found.zipped,
    )


def _wrong_part(name: str, found: Any) -> str | None:  # noqa: ANN401 - a stranger's parts
    if found.api != PLUGIN_API:
        return f"api: {shown(str(found.api))}"
    if found.name != name or not is_name(name):
        return f"name: {shown(str(found.name))}"
    if not callable(found.read):
        return "read"
    if not isinstance(found.zipped, bool):
        return "zipped"
    untold = [part for part in ("en", "zh") if not _is_text(getattr(found, part))]
    return untold[0] if untold else _wrong_reason(found.reasons)


def _wrong_reason(reasons: object) -> str | None:
    if not isinstance(reasons, Mapping):
        return "reasons"
    for reason, wording in reasons.items():
        if not isinstance(reason, str) or not is_name(reason) or not _is_told(wording):
            return f"reasons: {shown(str(reason))}"
    return None


def _is_told(wording: object) -> bool:
    if not isinstance(wording, Mapping) or set(wording) != {"en", "zh"}:
        return False
    return all(_is_text(text) for text in wording.values())


def _is_text(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip()) and len(text) <= _LONGEST
