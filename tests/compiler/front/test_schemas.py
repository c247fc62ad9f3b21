"""The JSON Schemas: complete, documented in both languages, and of use to editors as they are."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from orderloom.compiler.modeline import modeline, write_schemas
from orderloom.compiler.schema import check
from orderloom.compiler.schema_files import read_schemas, schema_texts
from orderloom.compiler.yaml_tree import compose

SCHEMAS = read_schemas()
KINDS = SCHEMAS["definition.json"]["properties"]["kind"]["enum"]
EXAMPLES = [(kind, example) for kind in KINDS for example in SCHEMAS[f"{kind}.json"]["examples"]]
COMPLETE = Path(__file__).parent / "every_construct.yaml"


ONE = {"if", "then", "else", "not", "items", "propertyNames", "additionalProperties"}


def subschemas(schema, path=""):
    """Give every schema in a schema, with a path to read in failures."""
    yield path, schema
    for name, value in schema.items():
        if name in ("properties", "$defs"):
            for key, inner in value.items():
                yield from subschemas(inner, f"{path}/{name}/{key}")
        elif name in ("allOf", "anyOf", "oneOf"):
            for index, inner in enumerate(value):
                yield from subschemas(inner, f"{path}/{name}/{index}")
        elif name in ONE and isinstance(value, dict):
            yield from subschemas(value, f"{path}/{name}")


ALL = [
    (f"{file}{path}", schema) for file, root in SCHEMAS.items() for path, schema in subschemas(root)
]


def editor():
    """Give the validator that an editor makes of the schemas."""
    registry = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
    )
    return Draft202012Validator({"$ref": "definition.json"}, registry=registry)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_key_is_described_in_both_languages():
    keys = [
        (path, schema)
        for path, schema in ALL
        if path.split("/")[-2:-1] in (["properties"], ["$defs"]) and "/if/" not in path
    ]
    undescribed = []
    for path, schema in keys:
        title, description = schema.get("x-title", {}), schema.get("x-description", {})
        complete = set(title) == set(description) == {"en", "zh"} and all(
            (*title.values(), *description.values())
        )
        same = (schema.get("title"), schema.get("description")) == (
            title.get("en"),
            description.get("en"),
        )
        narrows = "/then/properties/" in path and set(schema) in ({"$ref"}, {"not"})
        if not narrows and not (complete and same):
            undescribed.append(path)
    assert undescribed == []


def test_a_branch_is_always_chosen_by_a_condition():
    """So that messages speak of the branch that was meant; `oneOf` only excludes keys."""
    chosen = [path for path, schema in ALL if "anyOf" in schema and not path.endswith("/if")]
    excluding = [
        option
        for _, schema in ALL
        for option in schema.get("oneOf", ())
        if set(option) != {"required"}
    ]
    assert chosen == []
    assert excluding == []


def test_what_is_planned_is_not_allowed():
    both = [
        (path, key)
        for path, schema in ALL
        for key in schema.get("x-planned", ())
        if key in schema.get("properties", {}) or key in schema.get("enum", ())
    ]
    assert both == []


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_an_example_is_right_for_editors_and_for_us(kind, example):
    assert [error.message for error in editor().iter_errors(example)] == []
    (document,), diagnostics = compose(json.dumps(example, ensure_ascii=False), kind)
    assert diagnostics + check(document) == []


def test_every_construct_is_right_for_editors_and_for_us():
    text = COMPLETE.read_text(encoding="utf-8")
    documents, diagnostics = compose(text, COMPLETE.name)
    assert diagnostics == []
    assert [each for document in documents for each in check(document)] == []
    # Editors read YAML 1.2 and keep keys as text; PyYAML would make them True and None.
    text = text.replace("\non:", '\n"on":').replace(" null:", ' "null":')
    text = text.replace(" yes:", ' "yes":').replace(" on:", ' "on":')
    for definition in yaml.safe_load_all(text):
        assert [error.message for error in editor().iter_errors(definition)] == []


def test_every_construct_stands_in_the_sample():
    used = set()
    for document in compose(COMPLETE.read_text(encoding="utf-8"), COMPLETE.name)[0]:
        used |= keys_of(document.root)
    declared = {key for _, schema in ALL for key in schema.get("properties", {})}
    assert declared - used == set()


def keys_of(node):
    found = set()
    for key, value in getattr(node, "entries", {}).items():
        found |= {key} | keys_of(value)
    for item in getattr(node, "items", ()):
        found |= keys_of(item)
    return found


def test_schemas_are_written_for_editors(tmp_path):
    folder = tmp_path / "flow" / ".orderloom"
    written = write_schemas(folder)
    assert [path.name for path in written] == list(schema_texts())
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == schema_texts()
    assert write_schemas(folder) == written


@pytest.mark.parametrize(("file", "up"), [("flow.yaml", ""), ("a/b/c.yaml", "../../")])
def test_a_modeline_leads_from_the_file_to_the_schemas(file, up):
    line = modeline(Path("shop", file), Path("shop/.orderloom"))
    assert line == f"# yaml-language-server: $schema={up}.orderloom/definition.json"
