"""Calls: which function, and does every argument fit its parameter."""

from collections.abc import Sequence
from typing import TypeAlias

from orderloom.expression.context import Context
from orderloom.expression.faults import shown
from orderloom.expression.functions.calendars import CALENDAR
from orderloom.expression.functions.lists import item_type, nothing_of
from orderloom.expression.functions.model import (
    REQUIRED,
    SCOPE_NOW,
    SCOPE_RATES,
    SCOPE_RECORDS,
    SCOPE_ZONE,
    Function,
    Parameter,
    UnfitLiteral,
)
from orderloom.expression.functions.zones import find_zone
from orderloom.expression.kinds import OPEN_KINDS, describe, is_integer, kind
from orderloom.expression.naming import Check
from orderloom.expression.record_calls import RECORD_CALLS
from orderloom.expression.syntax import Argument, CallNode, Literal, NameNode, PartNode, Span
from orderloom.expression.table_calls import check_pick
from orderloom.expression.typed import Call, Constant, Listing, Meaning, Records, Root, Wanted
from orderloom.expression.types import (
    ANY,
    MISSING,
    TEXT,
    ListType,
    MoneyType,
    ObjectType,
    ReferenceType,
    Type,
)
from orderloom.expression.typos import FUNCTIONS
from orderloom.names import nearest

_Bound: TypeAlias = "Meaning | tuple[Meaning, ...]"


def check_call(context: Context, node: CallNode, check: Check) -> Meaning:
    """Check a call and all its arguments."""
    function = _function(context, node)
    if function is None:
        for argument in node.arguments:
            check(argument.value)
        return Constant(ANY, node.start, node.end, None)
    if function.name == "pick":
        return check_pick(context, function, node, check)
    arguments = _Binding(context, function, node).bind(check)
    if arguments is None:
        of = function.result
        return Constant(ANY if callable(of) else of, node.start, node.end, None)
    return _typed_call(context, node, function, arguments)


def _function(context: Context, node: CallNode) -> Function | None:
    match node.target:
        case NameNode(name=name) as target:
            if name in context.scope.functions:
                return context.scope.functions[name]
            _refuse_function(context, target, name)
        case PartNode(name=name, at=at) as target:
            near = FUNCTIONS.get(name) or nearest(name, context.scope.functions) or ""
            context.refuse("OL356", Span(at, target.end), found=shown(name), nearest=near)
        case target:
            context.refuse("OL357", target)
    return None


def _refuse_function(context: Context, target: NameNode, name: str) -> None:
    if name in context.scope.names or name in context.loops:
        context.refuse("OL357", target, found=name)
        return
    if name in context.scope.unusable:
        code, facts = context.scope.unusable[name]
        context.refuse(code, target, **facts)
        return
    near = FUNCTIONS.get(name.lower()) or nearest(name, context.scope.functions) or ""
    context.refuse("OL354", target, found=shown(name), nearest=near)


class _Binding:
    """Arguments on their way to parameters."""

    def __init__(self, context: Context, function: Function, node: CallNode) -> None:
        self.context = context
        self.function = function
        self.node = node
        self.sound = True
        self.found: dict[str, list[Argument]] = {}

    def bind(self, check: Check) -> dict[str, _Bound] | None:
        """Give a value for every parameter, or None when one cannot be."""
        self._distribute()
        bound: dict[str, _Bound] = {}
        for parameter in self.function.parameters:
            given = self.found.get(parameter.name, [])
            values = tuple(self._value(parameter, each, check) for each in given)
            if parameter.many:
                bound[parameter.name] = values
                if not values:
                    self._missing(parameter)
            elif values:
                bound[parameter.name] = values[0]
            else:
                bound[parameter.name] = self._default(parameter)
        return bound if self.sound else None

    def _fault(self, code: str, span: "Span | Meaning", **facts: str) -> None:
        self.sound = False
        self.context.refuse(code, span, function=self.function.name, **facts)

    def _distribute(self) -> None:
        positional = [p for p in self.function.parameters if not (p.keyword_only or p.hidden)]
        place = 0
        for argument in self.node.arguments:
            if argument.keyword:
                self._by_keyword(argument)
                continue
            if place >= len(positional):
                self._fault("OL359", argument, most=str(len(positional)))
                continue
            self.found.setdefault(positional[place].name, []).append(argument)
            place += 0 if positional[place].many else 1

    def _by_keyword(self, argument: Argument) -> None:
        known = [p.name for p in self.function.parameters if not (p.hidden or p.many)]
        span = Span(argument.start, argument.start + len(argument.keyword))
        if argument.keyword not in known:
            near = nearest(argument.keyword, known) or ""
            self._fault("OL360", span, found=argument.keyword, nearest=near, known=", ".join(known))
        elif argument.keyword in self.found:
            self._fault("OL361", span, found=argument.keyword)
        else:
            self.found[argument.keyword] = [argument]

    def _missing(self, parameter: Parameter) -> None:
        end = self.node.end
        self._fault("OL358", Span(end - 1, end), parameter=parameter.name)

    def _default(self, parameter: Parameter) -> Meaning:
        node, default = self.node, parameter.default
        if default is REQUIRED:
            self._missing(parameter)
        if default is SCOPE_ZONE:
            return self._zone()
        if default is SCOPE_NOW:
            return self._now()
        if default is SCOPE_RATES:
            return self._rates()
        if default is SCOPE_RECORDS:
            return Records(ANY, node.start, node.end)
        return Constant(MISSING, node.start, node.end, None if default is REQUIRED else default)

    def _zone(self) -> Meaning:
        zone = find_zone(self.context.scope.zone)
        if zone is None:
            self._fault("OL381", self.node, found=self.context.scope.zone, nearest="")
        return Constant(TEXT, self.node.start, self.node.end, zone)

    def _now(self) -> Meaning:
        binding = self.context.scope.names.get("now")
        if binding is None:
            self._fault("OL382", self.node)
            return Constant(ANY, self.node.start, self.node.end, None)
        now = Root(binding.type, self.node.start, self.node.end, "now", binding)
        return now if kind(now.type) != "any" else Wanted(ANY, now.start, now.end, now, ("time",))

    def _rates(self) -> Meaning:
        scope = self.context.scope
        if scope.rates is None:
            self.sound = False
            if scope.tables.get("rates", ...) is not None:
                self.context.refuse("OL245", self.node)
        return Constant(ANY, self.node.start, self.node.end, scope.rates)

    def _value(self, parameter: Parameter, argument: Argument, check: Check) -> Meaning:
        value = argument.value
        if parameter.may_be_empty and isinstance(value, Literal) and value.text == "":
            return Constant(TEXT, value.start, value.end, None)
        meaning = check(value)
        if not self._fits(parameter, meaning):
            expected = " or ".join(parameter.accepts)
            facts = {"parameter": parameter.name, "expected": expected}
            self._fault("OL362", argument.value, found=describe(meaning.type), **facts)
            return meaning
        self._check_parts(parameter, meaning)
        return self._prepared(parameter, meaning)

    def _check_parts(self, parameter: Parameter, meaning: Meaning) -> None:
        """Refuse an object that is known to lack a part."""
        if not isinstance(meaning.type, ObjectType) or meaning.type.open:
            return
        known = list(meaning.type.fields)
        for part in parameter.parts:
            if part not in known:
                self._fault("OL389", meaning, part=part, known=", ".join(known[:12]))

    def _fits(self, parameter: Parameter, meaning: Meaning) -> bool:
        accepted = parameter.accepts
        if not accepted or kind(meaning.type) in OPEN_KINDS:
            return True
        if "integer" in accepted:
            return is_integer(meaning.type)
        if kind(meaning.type) not in accepted:
            return False
        item = meaning.type.item if isinstance(meaning.type, ListType) else ANY
        return not parameter.items or kind(item) in {*parameter.items, *OPEN_KINDS}

    def _prepared(self, parameter: Parameter, meaning: Meaning) -> Meaning:
        meaning = _as_constant(meaning) if parameter.prepare else meaning
        literal = isinstance(meaning, Constant) and meaning.value is not None
        if not literal:
            if parameter.literal and not self.context.faults.covers(meaning.start, meaning.end):
                self._fault("OL363", meaning, parameter=parameter.name)
            return self._looked_at(parameter, meaning)
        if parameter.prepare is None or not isinstance(meaning, Constant):
            return meaning
        try:
            value = parameter.prepare(meaning.value)
        except UnfitLiteral as unfit:
            self._fault(unfit.code, meaning, parameter=parameter.name, **unfit.facts)
            return meaning
        return Constant(meaning.type, meaning.start, meaning.end, value)

    def _looked_at(self, parameter: Parameter, meaning: Meaning) -> Meaning:
        """Have what is known only at run time looked at then."""
        item = meaning.type.item if isinstance(meaning.type, ListType) else None
        if kind(meaning.type) == "any" and parameter.accepts:
            kinds = parameter.accepts
        elif item is not None and kind(item) == "any" and parameter.items:
            kinds = ("list",)
        else:
            return meaning
        items = tuple(f"list of {each}" for each in parameter.items)
        if "list" in kinds and items:
            kinds = tuple(each for each in kinds if each != "list") + items
        return Wanted(meaning.type, meaning.start, meaning.end, meaning, kinds)


def _typed_call(
    context: Context, node: CallNode, function: Function, arguments: dict[str, _Bound]
) -> Meaning:
    types = [each.type for each in _visible(function, arguments)]
    of = function.result(types) if callable(function.result) else function.result
    if of is None:
        found = ", ".join(dict.fromkeys(describe(each) for each in types))
        return context.refuse("OL342", node, function=function.name, found=found)
    if function.name in RECORD_CALLS:
        return RECORD_CALLS[function.name](context, node, function, arguments)
    if function.name == "sorted":
        _check_key(context, arguments)
    if function.name in {"money", "convert"}:
        of = _money_type(arguments, of)
    if any(each is CALENDAR for each in function.parameters):
        _find_calendar(context, arguments)
    if function.name == "sum":
        nothing = nothing_of(item_type(types))
        arguments["nothing"] = Constant(of, node.start, node.end, nothing)
    return Call(of, node.start, node.end, function, arguments)


def _as_constant(meaning: Meaning) -> Meaning:
    """Take a list of constants as one constant."""
    if not isinstance(meaning, Listing):
        return meaning
    values = [item.value for item in meaning.items if isinstance(item, Constant)]
    if len(values) < len(meaning.items) or None in values:
        return meaning
    return Constant(meaning.type, meaning.start, meaning.end, values)


def _visible(function: Function, arguments: dict[str, _Bound]) -> Sequence[Meaning]:
    visible: list[Meaning] = []
    for parameter in function.parameters:
        if parameter.hidden:
            continue
        bound = arguments[parameter.name]
        visible.extend(bound if isinstance(bound, tuple) else (bound,))
    return visible


def _money_type(arguments: dict[str, _Bound], of: Type) -> Type:
    currency = arguments["currency"]
    if isinstance(currency, Constant) and isinstance(currency.value, str):
        return MoneyType(currency.value)
    return of


def _find_calendar(context: Context, arguments: dict[str, _Bound]) -> None:
    """Put the calendar in the place of its name."""
    named = arguments["calendar"]
    assert not isinstance(named, tuple)  # noqa: S101 - no repeated parameter
    name = str(named.value) if isinstance(named, Constant) else ""
    calendars = context.scope.calendars
    if name not in calendars:
        near = nearest(name, calendars) or ""
        context.refuse("OL980", named, found=shown(name), nearest=near)
    arguments["calendar"] = Constant(ANY, named.start, named.end, calendars.get(name))


def _check_key(context: Context, arguments: dict[str, _Bound]) -> None:
    """Check that items of the list have the part by which they are sorted."""
    items, key = arguments["list"], arguments["key"]
    if isinstance(items, tuple) or not isinstance(key, Constant):
        return
    item = items.type.item if isinstance(items.type, ListType) else ANY
    if isinstance(item, ReferenceType):
        item = item.parts
        arguments["records"] = Records(ANY, items.start, items.end)
    name = key.value
    if isinstance(item, ObjectType) and not item.open:
        known = list(item.fields)
        if name is None:
            context.refuse(
                "OL358", Span(items.end, items.end + 1), function="sorted", parameter="key"
            )
        elif name not in known:
            facts = {"found": str(name), "nearest": nearest(str(name), known) or ""}
            context.refuse("OL351", key, known=", ".join(known[:12]), **facts)
