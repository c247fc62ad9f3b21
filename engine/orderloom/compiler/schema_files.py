"""The JSON Schemas that ship with Orderloom: one per kind, and the shapes they share."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

ANY_DEFINITION = "definition.json"
"""The schema of every definition, whatever its kind."""


def schema_texts() -> dict[str, str]:
    """Give the schemas' texts by file name, sorted."""
    folder = files("orderloom_definitions") / "schema"
    found = {file.name: file for file in folder.iterdir() if file.name.endswith(".json")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


def read_schemas() -> dict[str, Mapping[str, Any]]:
    """Give the schemas by file name."""
    return {name: json.loads(text) for name, text in schema_texts().items()}
