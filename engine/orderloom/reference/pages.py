"""The pages of the reference, in one language."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import get_args

from orderloom.codes.catalogue import all_codes
from orderloom.codes.model import LANGUAGES, Wording
from orderloom.compiler.resolve.events import EventKind, EventShape
from orderloom.compiler.schema_files import ANY_DEFINITION, read_schemas
from orderloom.reference import functions
from orderloom.reference.examples import FUNCTIONS
from orderloom.reference.sample import Sample
from orderloom.reference.shapes import Shapes, page_of
from orderloom.reference.words import EVENTS, HINT, LATER, LEGEND, MADE, PAGES, PARAMETERS


def all_pages() -> dict[str, str]:
    """Give every page's text by its path, such as ``en/functions.md``.

    Raises:
        KeyError: Something has no description, title or example.
    """
    sample = Sample(chain.from_iterable(FUNCTIONS.values()))
    return {
        f"{language}/{name}.md": text
        for language in LANGUAGES
        for name, text in _pages(language, sample)
    }


def _pages(language: str, sample: Sample) -> Iterator[tuple[str, str]]:
    shapes = Shapes(read_schemas(), language)
    bodies = _shape_pages(shapes)
    bodies["functions"] = functions.chapter(FUNCTIONS, sample.evaluate, language)
    bodies["events"] = _events(sample.events, language)
    bodies["codes"] = "\n\n".join(_codes(language))
    names = [name for name in PAGES if name != "README"]
    links = [f"- [{PAGES[name].fill({}, language)}]({name}.md)" for name in names]
    legend = LEGEND.fill({}, language)
    bodies["README"] = "\n".join((legend, "", *links))
    for name in PAGES:
        title = PAGES[name].fill({}, language)
        yield name, f"{MADE.fill({}, language)}\n# {title}\n\n{bodies[name]}\n"


def _shape_pages(shapes: Shapes) -> dict[str, str]:
    """Give the pages made of schemas: kinds in their own order, shapes by file."""
    found: dict[str, list[str]] = {"kinds": [], "actions": [], "shapes": [], "tests": []}
    kind = shapes.schemas[ANY_DEFINITION]["properties"]["kind"]
    for name in kind["enum"]:
        file = f"{name}.json"
        found["kinds"].append(shapes.section(name, shapes.schemas[file], file))
    planned = ", ".join(f"`{each}`" for each in kind["x-planned"])
    found["kinds"].append(shapes.words(LATER, names=planned))
    for file, schema in shapes.schemas.items():
        for name, inner in schema.get("$defs", {}).items():
            found[page_of(file, named=True)].append(shapes.section(name, inner, file))
    return {name: "\n\n".join(sections) for name, sections in found.items()}


def _events(shapes: Mapping[str, EventShape], language: str) -> str:
    """Give a row a kind of event; ``R`` is a record type, ``F`` a field, ``M`` a machine's."""
    rows: dict[str, dict[str, str]] = {}
    for shape in shapes.values():
        parts = " ".join(f"`{name}`" for name in shape.parts) or "–"
        when = EVENTS[shape.kind].fill({}, language)
        pattern = _pattern(shape)
        rows.setdefault(shape.kind, {}).setdefault(pattern, f"|`{pattern}`|{parts}|{when}|")
    found = chain.from_iterable(rows[kind].values() for kind in get_args(EventKind))
    return "\n".join((PARAMETERS.fill({}, language), "|-|-|-|", *found))


def _pattern(shape: EventShape) -> str:
    words = shape.name.split(".")
    if words[0] == shape.record:
        words[0] = "R"
        letters = {"entered": "MS", "field_changed": "F", "conflict": "F"}
        for place, letter in enumerate(letters.get(shape.kind, "M")[: len(words) - 1], 1):
            if shape.subject:
                words[place] = letter
    elif len(words) > 1:
        words[1] = {"connection": "K"}.get(words[0], "X")
    return ".".join(words)


def _codes(language: str) -> Iterator[str]:
    for each in sorted(all_codes().values(), key=lambda each: each.id):
        lines = [f"## {each.id}", _text(each.message, language)]
        lines += [HINT.fill({"hint": _text(hint, language)}, language) for hint in each.hints]
        yield "\n\n".join(lines)


def _text(wording: Wording, language: str) -> str:
    """Give a wording with its facts as they are called."""
    return wording.zh if language == "zh" else wording.en
