"""Connectors are found through entry points, and broken ones are named, not fatal."""

from importlib.metadata import Distribution, EntryPoint

import pytest

from orderloom.codes.catalogue import lookup
from orderloom.plugins import GROUP, load_connectors


class Package(Distribution):
    """A distribution without files."""

    def __init__(self, name):
        self._name = name

    @property
    def metadata(self):
        return {"Name": self._name, "Version": "1.2"}

    def read_text(self, _filename):
        return None

    def locate_file(self, path):
        return path


def offer(name, value, package="orderloom-extra"):
    return EntryPoint(name, value, GROUP)._for(Package(package))


def load(*points):
    """Ids that work, and what is said of the others."""
    loaded = load_connectors(points)
    said = [lookup(one.code).message.fill(one.facts, "en") for one in loaded.broken]
    return sorted(loaded.connectors), said


FOLDER = "orderloom_connectors.folder:CONNECTOR"
JSON_LINES = "orderloom_connectors.json_lines:CONNECTOR"


def test_the_installed_connectors_are_found():
    assert {"folder", "json_lines"} <= set(load_connectors().connectors)


def test_connectors_are_loaded_by_the_name_of_their_entry_point():
    assert load(offer("folder", FOLDER), offer("json_lines", JSON_LINES)) == (
        ["folder", "json_lines"],
        [],
    )


def test_a_module_that_is_not_there_harms_no_other():
    assert load(offer("sap", "orderloom_sap:CONNECTOR"), offer("folder", FOLDER)) == (
        ["folder"],
        [
            (
                "the connector 'sap' of orderloom-extra 1.2 cannot be loaded: "
                "ModuleNotFoundError: No module named 'orderloom_sap'"
            )
        ],
    )


def test_a_module_that_breaks_while_it_is_imported_harms_no_other(tmp_path, monkeypatch):
    (tmp_path / "breaking_connector.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert load(offer("x", "breaking_connector:CONNECTOR")) == (
        [],
        [
            (
                "the connector 'x' of orderloom-extra 1.2 cannot be loaded: "
                "ZeroDivisionError: division by zero"
            )
        ],
    )


def test_what_has_not_the_shape_of_a_connector_is_refused():
    assert load(offer("json", "json:dumps"))[1] == [
        (
            "the connector 'json' of orderloom-extra 1.2 lacks "
            "id, needs, streams, media, operations, poll(), taken(), perform()"
        )
    ]


def test_a_connector_with_another_id_than_its_entry_point_is_refused():
    assert load(offer("files", FOLDER)) == (
        [],
        ["the connector 'files' of orderloom-extra 1.2 calls itself 'folder'"],
    )


def test_a_connector_that_two_packages_offer_is_used_from_neither():
    assert load(offer("folder", FOLDER), offer("folder", FOLDER, "zz-other")) == (
        [],
        ["the connector 'folder' is offered by orderloom-extra 1.2 and by zz-other 1.2"],
    )


def test_a_package_that_is_found_twice_is_one():
    assert load(offer("folder", FOLDER), offer("folder", FOLDER)) == (["folder"], [])


STRANGE = """
from orderloom.ports import OperationShape, ConnectorFacts
class Strange:
    id = "x"; needs = ("url",); streams = (); media = (); operations = ()
    def poll(self, session, stream): yield 1
    def taken(self, session, stream, file): pass
    def perform(self, session, call): return 1
CONNECTOR = Strange()
"""


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("needs = ['url']", "needs"),
        ("needs = ('host',)", "needs: host"),
        ("streams = ('A b',)", "streams: A b"),
        ("media = ('fax',)", "media: fax"),
        ("operations = ('send',)", "operations"),
        ("operations = (OperationShape(name='a b'),)", "operations.a b"),
        ("operations = (OperationShape(name='a', takes={'type': 1}),)", "operations.a.takes"),
        ("operations = (OperationShape(name='a', undo='b'),)", "operations.a.undo"),
        ("facts = {}", "facts"),
        ("facts = ConnectorFacts(errors={'1': 'bad'})", "facts.errors"),
        ("facts = ConnectorFacts(rate=(0, 1))", "facts.rate"),
        ("facts = ConnectorFacts(evidence='official')", "facts.evidence"),
        ("facts = ConnectorFacts(schemes=())", "facts.schemes"),
        ("facts = ConnectorFacts(settings=7)", "facts.settings"),
        ("facts = ConnectorFacts(stream_settings=('queue',))", "facts.stream_settings"),
        ("facts = ConnectorFacts(requires='amqp')", "facts.requires"),
        ("streams = property(lambda self: 1 / 0)", "ZeroDivisionError: division by zero"),
    ],
)
def test_what_cannot_be_is_told_by_its_part(line, part, tmp_path, monkeypatch, request):
    module = f"strange_{abs(hash(line))}"
    text = STRANGE.replace("\n    def poll", f"\n    {line}\n    def poll")
    (tmp_path / f"{module}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    [said] = load(offer("x", f"{module}:CONNECTOR"))[1]
    if part.startswith("Zero"):
        assert said.startswith("the connector 'x' of orderloom-extra 1.2 ")
    else:
        assert said == (
            f"the connector 'x' of orderloom-extra 1.2 declares something impossible: {part}"
        )


def test_a_module_that_ends_the_program_while_it_is_imported_is_named(tmp_path, monkeypatch):
    (tmp_path / "leaving_connector.py").write_text("import sys; sys.exit(3)\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert load(offer("x", "leaving_connector:CONNECTOR"))[1] == [
        "the connector 'x' of orderloom-extra 1.2 cannot be loaded: SystemExit: 3"
    ]
