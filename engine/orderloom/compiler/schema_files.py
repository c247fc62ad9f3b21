"""The JSON Schemas that ship with Orderloom: one per kind, and the shapes they share."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from referencing import Registry
from referencing.jsonschema import DRAFT202012

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


@cache  # the packaged schemas never change while the program runs
def registry() -> Registry[Any]:
    """Give all schemas, each found by its file name, as they refer to each other.

    Each is put in by name: of one document that held them all, ``jsonschema`` would go through
    every part again for each definition it looks at.
    """
    # With "$schema" inside, jsonschema would go on with a validator of its own choice.
    schemas = {
        file: {key: schema[key] for key in schema if key != "$schema"}
        for file, schema in read_schemas().items()
    }
    return Registry().with_resources(
        (file, DRAFT202012.create_resource(schema)) for file, schema in schemas.items()
    )
