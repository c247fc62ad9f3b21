"""The quick yes agrees with what can say why: on all that can be written, and on what cannot."""

import copy
from pathlib import Path

import pytest

from orderloom.compiler.schema import _instance
from orderloom.compiler.schema_files import read_schemas
from orderloom.compiler.schema_fitting import fitting
from orderloom.compiler.schema_validator import find_faults
from orderloom.compiler.yaml_tree import compose

COMPLETE = Path(__file__).parent / "every_construct.yaml"
DEFINITIONS = [
    _instance(document.root)
    for document in compose(COMPLETE.read_text(encoding="utf-8"), COMPLETE.name)[0]
]
OTHERS = ("", None, "x y", "-1", "true", "48h", [], {}, ["paid"], {"when": "a", "else": []})


def test_all_that_can_be_written_fits():
    assert [each for each in DEFINITIONS if not fitting(each["kind"])(each)] == []


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: f"{each['kind']}-{each['id']}")
def test_a_changed_definition_fits_where_nothing_is_found_wrong(definition):
    kind = definition["kind"]
    for number, changed in enumerate(changes(definition)):
        faults = list(find_faults(kind, changed))
        assert fitting(kind)(changed) == (not faults), (number, faults)


def test_every_keyword_of_the_schemas_is_known():
    """One that is not would send every definition that it is about the slow way."""
    known = set(read_schemas()["definition.json"]["properties"]["kind"]["enum"])
    assert {each["kind"] for each in DEFINITIONS} == known


def changes(definition):
    """Give the definition with each of its values taken away, or changed for another one."""
    for number, path in enumerate(paths(definition, ())):
        without = copy.deepcopy(definition)
        holder = reached(without, path[:-1])
        del holder[path[-1]]
        yield without
        changed = copy.deepcopy(definition)
        reached(changed, path[:-1])[path[-1]] = OTHERS[number % len(OTHERS)]
        yield changed
        misspelt = copy.deepcopy(definition)
        holder = reached(misspelt, path[:-1])
        if isinstance(holder, dict):
            holder[f"{path[-1]}x"] = holder.pop(path[-1])
            yield misspelt


def paths(value, path):
    """Give where every part of a value stands."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(pairs):
        yield (*path, key)
        if isinstance(part, dict | list):
            yield from paths(part, (*path, key))


def reached(value, path):
    """Give the part of a value at a path."""
    for key in path:
        value = value[key]
    return value
