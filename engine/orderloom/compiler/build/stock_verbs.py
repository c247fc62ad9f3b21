"""The verbs of stock: what is counted, how much of it, and when it comes back."""

from orderloom.compiler.build.later import BuildActions
from orderloom.compiler.build.moves import asks_first, build_asked_move
from orderloom.compiler.build.setting import Common, Setting
from orderloom.compiler.build.spans import some_span
from orderloom.compiler.build.stock import check_kinds, table_of
from orderloom.compiler.build.values import build_entry, build_value, is_expression
from orderloom.compiler.node import ListNode, MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.scopes import Sight
from orderloom.definition.action import Action, End, EndReserve, Later, Move, Reserve
from orderloom.definition.common import Value
from orderloom.definition.stock import RESERVED, Lines
from orderloom.expression import types
from orderloom.expression.faults import shown
from orderloom.expression.scope import Name
from orderloom.expression.types import AnyType, ListType, ObjectType, Type

QUANTITY = "quantity"
PLACE = "place"
FEWEST = "fewest"


def build_reserve(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common
) -> Action | None:
    """Build ``reserve``; its time is a timer of the record like any other."""
    stock = _stock(setting, named)
    lines = _lines(setting, node, stock, (QUANTITY,))
    ends = tuple(_ends(setting, node))
    prefer = _prefer(setting, node, stock)
    share = None if stock is None else _share(setting, stock)
    cause = common["cause"]
    name = f"{cause.definition}.{cause.path}"
    later = _later(setting, node, named.text, name)
    if lines is None:
        return None
    action = Reserve(
        stock=named.text,
        lines=lines,
        record=setting.record.id,
        name=name,
        later=later,
        ends=ends,
        prefer=prefer,
        share=share,
        **common,
    )
    setting.draft.reserves[name] = action
    return action


def build_end(setting: Setting, node: MapNode, named: ScalarNode, common: Common) -> Action | None:
    """Build ``release`` or ``deduct``."""
    how: End = "release" if "release" in node else "deduct"
    stock = _stock(setting, named)
    lines = _lines(setting, node, stock, (QUANTITY,)) if "lines" in node else None
    return EndReserve(stock=named.text, how=how, lines=lines, **common)


def build_move(
    setting: Setting, node: MapNode, named: ScalarNode, common: Common, build: BuildActions
) -> Action | None:
    """Build ``move``, between kinds that the stock has; some of it is asked for first."""
    stock = _stock(setting, named)
    lines = _lines(setting, node, stock, (QUANTITY, PLACE))
    if stock is not None:
        check_kinds(setting.draft, stock, node)
    if "from" not in node and "to" not in node:
        setting.draft.findings.error("OL117", named.place, key="move", missing="to")
    needs_record = reading.text(node, "from") == RESERVED or asks_first(setting, node)
    if needs_record and not setting.record.id:
        setting.draft.findings.error("OL465", named.place, verb="move")
        return None
    if lines is None:
        return None
    if asks_first(setting, node):
        return build_asked_move(setting, node, lines, common, build)
    return Move(
        stock=named.text,
        lines=lines,
        source=reading.optional_text(node, "from"),
        target=reading.optional_text(node, "to"),
        **common,
    )


def _stock(setting: Setting, named: ScalarNode) -> MapNode | None:
    draft = setting.draft
    if not draft.one_of("stock", "OL734", named):
        return None
    found = draft.outline.declarations["stock"].get(named.text)
    return found.root if found is not None and found.sound else None


def _lines(
    setting: Setting, node: MapNode, stock: MapNode | None, needed: tuple[str, ...]
) -> Lines | None:
    said = node.get("lines")
    item = "" if stock is None else reading.text(stock, "item")
    wanted = (item, *needed) if item else needed
    if isinstance(said, ScalarNode):
        return _listed(setting, said, wanted)
    if not isinstance(said, ListNode):
        return None
    written = tuple(
        _line(setting, each, wanted) for each in said.items if isinstance(each, MapNode)
    )
    return Lines(place=said.place, written=written)


def _listed(setting: Setting, said: ScalarNode, wanted: tuple[str, ...]) -> Lines | None:
    findings = setting.draft.findings
    if not is_expression(said):
        findings.error("OL739", said.place, found=shown(said.text))
        return None
    value = build_value(setting.draft, said, setting.sight, None)
    if value is None:
        return None
    of = types.ANY if value.compiled is None else value.compiled.type
    if not isinstance(of, ListType | AnyType):
        findings.error("OL739", said.place, found=str(of))
        return None
    part = of.item if isinstance(of, ListType) else types.ANY
    if isinstance(part, ObjectType) and not part.open:
        for name in wanted:
            if name not in part.fields:
                findings.error("OL738", said.place, name=name)
    return Lines(place=said.place, listed=value)


def _line(
    setting: Setting, node: MapNode, wanted: tuple[str, ...]
) -> tuple[tuple[str, Value], ...]:
    for name in wanted:
        if name not in node:
            setting.draft.findings.error("OL738", node.place, name=name)
    built = (
        (key.text, build_value(setting.draft, value, setting.sight, None))
        for key, value in reading.pairs(node)
    )
    return tuple((name, value) for name, value in built if value is not None)


def _ends(setting: Setting, node: MapNode) -> list[tuple[str, End]]:
    found: list[tuple[str, End]] = []
    for key, how in reading.entries(node, "ends"):
        shape = setting.draft.events.get(key.text)
        if shape is None or shape.record != setting.record.id:
            if setting.record.complete:
                own = [e for e in setting.draft.events.values() if e.record == setting.record.id]
                places = {each.name: setting.record.place for each in own}
                setting.draft.unknown("OL737", key, places, record=setting.record.id)
            continue
        deducts = isinstance(how, ScalarNode) and how.text == "deduct"
        found.append((key.text, "deduct" if deducts else "release"))
    return found


def _later(setting: Setting, node: MapNode, stock: str, name: str) -> Later | None:
    after = some_span(setting.draft, node, "for")
    if after is None:
        return None
    cause = setting.at(".for").cause(node)
    end = EndReserve(stock=stock, how="release", name=name, cause=cause)
    later = Later(name=f"{name}.for", cause=cause, after=after, do=(end,))
    setting.draft.laters[later.name] = later
    return later


def _prefer(setting: Setting, node: MapNode, stock: MapNode | None) -> tuple[Value | None, ...]:
    said = reading.words(node, "prefer")
    sight = _seeing_place(setting, stock)
    found: list[Value | None] = []
    for word in said:
        if word.text == FEWEST:
            found.append(None)
        elif not is_expression(word):
            setting.draft.findings.error("OL777", word.place, found=shown(word.text))
        elif (value := build_value(setting.draft, word, sight, None)) is not None:
            found.append(value)
    return tuple(found) or (None,)


def _share(setting: Setting, stock: MapNode) -> Value | None:
    """Build whose share is taken from, over the record that reserves."""
    allot = reading.submap(stock, "allot")
    return None if allot is None else build_entry(setting.draft, allot, "by", setting.sight, None)


def _seeing_place(setting: Setting, stock: MapNode | None) -> Sight:
    """Let ``prefer`` see the row of the place that is ranked."""
    table = None if stock is None else table_of(setting.draft, stock)
    row: Type = ObjectType({}, open=True)
    if table is not None:
        row = ObjectType({name: column.type for name, column in table.columns.items()})
    place = Name(type=row, source=f"e.results.get({PLACE!r})")
    return setting.sight.adding({PLACE: place})
