"""A metric: a figure of the flow as a whole, or an expression of other metrics."""

from dataclasses import replace
from hashlib import blake2b

from orderloom.compiler.build.expressions import compile_at
from orderloom.compiler.build.figure import Asker, build_figure
from orderloom.compiler.build.select import build_select
from orderloom.compiler.build.spans import grid
from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.events import event_type
from orderloom.compiler.resolve.metrics import MetricsOutline
from orderloom.compiler.resolve.outline import Declaration
from orderloom.compiler.resolve.scopes import group_sight, sight_without_record
from orderloom.definition.figure import Figure
from orderloom.definition.metric import Baseline, Metric
from orderloom.definition.select import Select
from orderloom.expression.kinds import kind
from orderloom.expression.types import AnyType, Type

_WITH_MEDIAN = ("number", "money", "duration")
_NO_NAMES = ("event", "user")
Built = tuple[Figure | None, Figure | None]


class MetricBuilder:
    """Builds metrics.

    Args:
        draft: Takes the findings.
        known: The metrics that may be read.
    """

    def __init__(self, draft: Draft, known: MetricsOutline) -> None:
        outline = replace(draft.outline, metrics=known)
        self._draft = replace(draft, outline=outline)
        self._known = known
        sight = sight_without_record(outline, event_type(()))
        names = {n: each for n, each in sight.scope.names.items() if n not in _NO_NAMES}
        self._sight = replace(sight, scope=replace(sight.scope, names=names))

    def build(self, declaration: Declaration) -> Metric | None:
        """Build a metric; None, with findings, when it is not known what it says."""
        if not declaration.sound:
            return None
        root = declaration.root
        metric = self._figure(declaration) if "figure" in root else self._value(declaration)
        if metric is None:
            return None
        every = grid(self._draft, root)
        baseline = self._baseline(root, metric.type)
        if every is None and "every" in root:
            return None
        if not self._may_be_kept(root, metric, is_kept=bool(every or baseline)):
            return None
        return replace(
            metric,
            every=every,
            baseline=baseline,
            held=_digest("held", metric.history, every),
            unit=reading.text(root, "unit"),
            title=reading.title(root, "title", self._draft.outline.language),
            note=reading.optional_text(root, "note"),
        )

    # -- a figure

    def _figure(self, declaration: Declaration) -> Metric | None:
        root = declaration.root
        node, sample = reading.submap(root, "figure"), self._sample(root)
        if node is None or (sample is None and "sample" in root):
            return None
        if isinstance(picked := node.get("by"), MapNode):
            self._draft.findings.error("OL240", picked.place)
            return None
        whole, grouped = self._figures(declaration.name, node, sample)
        if whole is None or (grouped is None and "by" in node):
            return None
        by = () if grouped is None else grouped.stream.by
        return Metric(
            id=declaration.id,
            place=declaration.place,
            type=whole.type,
            by=by,
            whole=whole,
            grouped=grouped,
            sample=sample,
            history=_digest("figure", *_parts(whole), by, sample and _selected(sample)),
        )

    def _figures(self, name: str, node: MapNode, sample: Select | None) -> Built:
        """Build the figure over all groups, and that of one."""
        if sample is not None:
            node = self._sampled(node, sample)
        alone = {key: each for key, each in node.entries.items() if key != "by"}
        asker = Asker(draft=self._draft, name=f"{name}.figure", sight=self._sight)
        whole = build_figure(asker, replace(node, entries=alone))
        if "by" not in node:
            return whole, None
        sight = group_sight(self._draft.outline, self._sight, reading.texts(node, "by"))
        asker = Asker(draft=self._draft, name=f"{name}.figure", sight=sight)
        grouped = build_figure(asker, node)
        if whole is not None:
            whole = replace(whole, name=f"{name}.all")
        return whole, grouped

    def _sampled(self, node: MapNode, sample: Select) -> MapNode:
        """Let the records of a sample be the items; naming others is refused."""
        key = "count" if "count" in node else "of"
        said = reading.scalar(node, key)
        if said is not None and said.text != sample.record:
            self._draft.findings.error("OL195", said.place, name=said.text, record=sample.record)
        word = ScalarNode(sample.record, sample.place)
        keys, entries = {key: word} | node.keys, node.entries | {key: word}
        return replace(node, keys=keys, entries=entries)

    def _sample(self, root: MapNode) -> Select | None:
        return build_select(self._draft, root.get("sample"))

    # -- a value

    def _value(self, declaration: Declaration) -> Metric | None:
        node = reading.scalar(declaration.root, "value")
        value = None if node is None else compile_at(self._draft, node, self._sight)
        if node is None or value is None:
            return None
        reads = tuple(dict.fromkeys(read.root.split(".")[1] for read in value.reads))
        parts = [self._known.metrics.get(each) for each in reads]
        read = [each for each in parts if each is not None]
        by = tuple(dict.fromkeys(name for each in read for name in each.by))
        if len(read) < len(reads) or not self._knows_groups(node, read, by):
            return None
        grouped = None
        if by:
            sight = group_sight(self._draft.outline, self._sight, by)
            grouped = compile_at(self._draft, node, sight)
        return Metric(
            id=declaration.id,
            place=declaration.place,
            type=value.type,
            by=by,
            value=value,
            grouped_value=grouped,
            reads=reads,
            history=_digest("value", value.text, *(each.held for each in read), by),
        )

    def _knows_groups(self, node: ScalarNode, read: list[Metric], by: tuple[str, ...]) -> bool:
        """Say whether one of the metrics that a value reads has all of its groups."""
        if not by or any(set(each.by) == set(by) for each in read):
            return True
        self._draft.findings.error("OL228", node.place, by=", ".join(by))
        return False

    # -- what is kept

    def _baseline(self, root: MapNode, of: Type) -> Baseline | None:
        node = reading.submap(root, "baseline")
        if "baseline" not in root:
            return None
        if not (isinstance(of, AnyType) or kind(of) in _WITH_MEDIAN):
            place = root.keys["baseline"].place
            self._draft.findings.error("OL229", place, type=str(of))
            return None
        if node is None:
            return Baseline()
        return Baseline(
            season="day" if reading.text(node, "season") == "day" else "week",
            periods=reading.number(node, "periods", Baseline().periods),
        )

    def _may_be_kept(self, root: MapNode, metric: Metric, *, is_kept: bool) -> bool:
        """Refuse to keep values by what is sensitive: its groups could not be told again."""
        fields = [
            field
            for record in self._draft.outline.records.values()
            for field in record.fields.values()
        ]
        hidden = {each.name for each in fields if each.sensitive} & set(metric.by)
        if not hidden or not is_kept:
            return True
        place = root.keys["every" if "every" in root else "baseline"].place
        self._draft.findings.error("OL227", place, name=min(hidden))
        return False


def _parts(figure: Figure) -> tuple[object, ...]:
    """Give all that a figure's value follows from."""
    window = (figure.within, figure.since, figure.offset)
    said = [
        None if each is None else (each.constant, each.compiled and each.compiled.text)
        for each in window
    ]
    return figure.kind, figure.stream.id, *said, figure.over


def _selected(sample: Select) -> tuple[object, ...]:
    where = None if sample.where is None else sample.where.compiled.text
    return sample.record, where, sample.take, sample.sample


def _digest(*parts: object) -> str:
    return blake2b("\0".join(map(repr, parts)).encode(), digest_size=8).hexdigest()
