"""Reading all documents once for the names they declare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orderloom.compiler.node import Document, MapNode, Node
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.approval import approval_outline
from orderloom.compiler.resolve.built_in import CASE, case_outline
from orderloom.compiler.resolve.connectors import Offered, declared_shape
from orderloom.compiler.resolve.emitting import emitted_about
from orderloom.compiler.resolve.fields import read_fields
from orderloom.compiler.resolve.findings import Findings
from orderloom.compiler.resolve.inherit import inherited
from orderloom.compiler.resolve.messages import given_names, message_values
from orderloom.compiler.resolve.outline import (
    BUILT_IN,
    Declaration,
    MachineOutline,
    Outline,
    OwnEvent,
    PlaybookOutline,
    RecordOutline,
    TransitionOutline,
)
from orderloom.compiler.resolve.scopes import record_type
from orderloom.compiler.resolve.settings import read_settings
from orderloom.definition.connector import ConnectorShape
from orderloom.definition.extensions import Extensions
from orderloom.definition.record import APPROVAL
from orderloom.diagnostics import Place
from orderloom.expression.types import ObjectType

KINDS = (
    *("flow", "record", "machine", "mapping", "rule", "tree", "playbook", "schedule"),
    *("message", "role", "connection", "connector", "test", "table", "calendar", "metric"),
    "stock",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the front end read: documents, those of a broken shape, and whether all were read."""

    documents: tuple[Document, ...]
    broken: frozenset[int]
    complete: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """What is installed: connector ids to shapes, and what is added to the language."""

    connectors: Mapping[str, ConnectorShape]
    extensions: Extensions


def declare(
    read: Reading,
    installed: Offering,
    environment: str | None,
    findings: Findings,
) -> Outline | None:
    """Collect every name that the documents declare, the broken ones' too.

    Args:
        read: The documents; ``broken`` holds indexes into them.
        installed: What may be named besides.
        environment: The environment compiled for; None: the first that is not production.
        findings: Takes ids declared twice and a missing flow.

    Returns:
        None when no document of kind ``flow`` has settled zone, currency and environments.
    """
    declarations = _declarations(read, findings)
    flows = tuple(declarations["flow"].values())
    if not flows:
        return None
    flow = flows[0]
    for other in flows[1:]:
        findings.error("OL202", other.place, related=flow.place, name=other.id, first=flow.id)
    chosen = _environment(flow, environment, findings)
    languages = reading.texts(flow.root, "languages") or ("zh",)
    shapes: dict[str, ObjectType] = {}
    records = _records(declarations, languages[0], shapes, complete=read.complete)
    records = inherited(records, declarations["record"], findings)
    shapes |= {name: record_type(each) for name, each in records.items()}
    own = {name: declared_shape(each) for name, each in declarations["connector"].items()}
    return Outline(
        zone=reading.text(flow.root, "zone"),
        currency=reading.text(flow.root, "currency"),
        languages=languages,
        environment=chosen,
        declarations=declarations,
        records=records,
        connectors=Offered(own, installed.connectors),
        extensions=installed.extensions,
        complete=read.complete,
        environments=tuple(key for key, _ in reading.entries(flow.root, "environments")),
        settings=MappingProxyType(read_settings(flow.root, chosen)),
        message_values=message_values(document.root for document in read.documents),
        given_names=given_names(document.root for document in read.documents),
        shapes=MappingProxyType(shapes),
        playbooks={
            name: _playbook(each, languages[0]) for name, each in declarations["playbook"].items()
        },
        own_events=MappingProxyType(_own_events(flow, declarations, records, languages[0])),
    )


def _own_events(
    flow: Declaration,
    declarations: Mapping[str, Mapping[str, Declaration]],
    records: Mapping[str, RecordOutline],
    language: str,
) -> dict[str, OwnEvent]:
    nodes = dict(reading.entries(flow.root, "events"))
    about = emitted_about({key.text: node for key, node in nodes.items()}, declarations, records)
    return {
        key.text: OwnEvent(
            name=key.text,
            place=key.place,
            fields=read_fields(node if isinstance(node, MapNode) else None, language),
            record=about[key.text],
        )
        for key, node in nodes.items()
    }


def _declarations(read: Reading, findings: Findings) -> dict[str, dict[str, Declaration]]:
    found: dict[str, dict[str, Declaration]] = {kind: {} for kind in KINDS}
    for index, document in enumerate(read.documents):
        kind = reading.text(document.root, "kind")
        key = reading.scalar(document.root, "id")
        if kind not in found or key is None:
            continue
        first = found[kind].get(key.text)
        if first is not None:
            findings.error("OL201", key.place, related=first.place, kind=kind, name=key.text)
            continue
        found[kind][key.text] = Declaration(
            kind=kind,
            id=key.text,
            place=key.place,
            document=document,
            sound=index not in read.broken,
        )
    return found


def _environment(flow: Declaration, asked: str | None, findings: Findings) -> str:
    """Settle for which environment to compile."""
    environments = reading.submap(flow.root, "environments")
    names = {} if environments is None else environments.keys
    if asked is not None:
        if asked not in names and flow.sound:
            place = flow.root.keys["environments"].place
            findings.unknown("OL213", place, asked, {n: k.place for n, k in names.items()})
        return asked
    for name in names:
        settings = None if environments is None else reading.submap(environments, name)
        if settings is None or not reading.flag(settings, "production"):
            return name
    return next(iter(names), "")


def _records(
    declarations: Mapping[str, Mapping[str, Declaration]],
    language: str,
    shapes: Mapping[str, ObjectType],
    *,
    complete: bool,
) -> dict[str, RecordOutline]:
    machines = [
        machine_outline(each, language) for _, each in sorted(declarations["machine"].items())
    ]
    broken = {
        reading.text(each.root, "record")
        for each in declarations["machine"].values()
        if not each.sound
    }
    found = {CASE: case_outline(), APPROVAL: approval_outline()}
    for name, each in declarations["record"].items():
        if ("record", name) in BUILT_IN:
            continue
        found[name] = RecordOutline(
            id=name,
            place=each.place,
            identity=reading.texts(each.root, "identity"),
            fields=read_fields(reading.submap(each.root, "fields"), language, shapes),
            machines=tuple(machine for machine in machines if machine.record == name),
            complete=complete and each.sound and name not in broken,
            computed=frozenset(_computed(each)),
            can_be_reached=not reading.is_empty(each.root.get("contact")),
        )
    return found


def _computed(each: Declaration) -> Iterable[str]:
    for key, value in reading.entries(each.root, "fields"):
        if isinstance(value, MapNode) and not (
            reading.is_empty(value.get("compute")) and reading.is_empty(value.get("figure"))
        ):
            yield key.text


def machine_outline(each: Declaration, language: str) -> MachineOutline:
    """Give the names of a machine."""
    states = _States()
    states.read(reading.submap(each.root, "states"), None)
    field = reading.scalar(each.root, "field")
    return MachineOutline(
        id=each.id,
        record=reading.text(each.root, "record"),
        field="" if field is None else field.text,
        place=each.place,
        field_place=each.place if field is None else field.place,
        initial=reading.text(each.root, "initial"),
        states=states.places,
        final=frozenset(states.final),
        outer=states.outer,
        first=states.first,
        transitions={
            key.text: tuple(_ways(key.text, value, language))
            for key, value in reading.entries(each.root, "transitions")
        },
    )


def _playbook(each: Declaration, language: str) -> PlaybookOutline:
    return PlaybookOutline(
        id=each.id,
        place=each.place,
        record=reading.text(each.root, "record"),
        inputs=read_fields(reading.submap(each.root, "input"), language),
    )


class _States:
    """The states of a machine as they are read, the inner ones of each behind it.

    Of two with one name the first counts.
    """

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.outer: dict[str, str] = {}
        self.first: dict[str, str] = {}
        self.final: set[str] = set()

    def read(self, states: MapNode | None, outer: str | None) -> None:
        """Take in the states of a map; ``outer`` is the state around them."""
        for name, key in () if states is None else states.keys.items():
            if name in self.places:
                continue
            self.places[name] = key.place
            if outer is not None:
                self.outer[name] = outer
            state = None if states is None else states.get(name)
            if isinstance(state, MapNode):
                self._read_inside(name, state)

    def _read_inside(self, name: str, state: MapNode) -> None:
        if reading.flag(state, "final"):
            self.final.add(name)
        inner = reading.submap(state, "states")
        self.read(inner, name)
        own = [each for each, around in self.outer.items() if around == name]
        initial = reading.text(state, "initial")
        if own:
            self.first[name] = initial if initial in own else own[0]


def _ways(name: str, node: Node, language: str) -> Iterable[TransitionOutline]:
    for way in reading.several(node):
        if isinstance(way, MapNode):
            yield TransitionOutline(
                name=name,
                place=way.place,
                origins=reading.texts(way, "from"),
                target=reading.text(way, "to"),
                inputs=read_fields(reading.submap(way, "input"), language),
            )
