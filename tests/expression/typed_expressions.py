"""Well-typed expressions over the tests' record, and records to evaluate them on."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from orderloom.expression.values import Money

_SEASONS = 'pick("seasons", due={}, paid_at={}, wait={}).factor'
COMPARE = ("==", "!=", "<", "<=", ">", ">=")


def _binary(left, signs, right):
    return st.builds("({} {} {})".format, left, st.sampled_from(signs), right)


def _call(form, *parts):
    return st.builds(form.format, *parts)


class Grammar:
    """Strategies by type; ``depth`` bounds how far they nest."""

    def __init__(self):
        self._made = {}

    def of(self, kind, depth):
        """Give expressions of a kind, at most ``depth`` operations deep."""
        key = (kind, depth)
        if key not in self._made:
            leaves = st.sampled_from(LEAVES[kind])
            grown = self._grown(kind, depth - 1) if depth else []
            self._made[key] = st.one_of(leaves, *grown) if grown else leaves
        return self._made[key]

    def _grown(self, kind, depth):
        g = {name: self.of(name, depth) for name in LEAVES}
        either = _call("({} if {} else {})", g[kind], g["boolean"], g[kind])
        present = _call("default({}, {})", g[kind], g[kind])
        return [either, present, *getattr(self, f"_{kind}")(g)]

    def _boolean(self, g):
        ordered = ("integer", "decimal", "money", "text", "time", "date", "duration")
        return [
            *(_binary(g[kind], COMPARE, g[kind]) for kind in ordered),
            _binary(g["any"], COMPARE, g["integer"]),
            _binary(g["text"], ("==", "!=", "<"), g["any"]),
            _binary(g["any"], ("==", "!="), g["any"]),
            _call("({} < {} <= {})", g["integer"], g["decimal"], g["integer"]),
            _call("({} <= {} < {} < {})", g["any"], g["decimal"], g["any"], g["any"]),
            _binary(g["boolean"], ("and", "or"), g["boolean"]),
            _call("({} and {} and {})", g["boolean"], g["boolean"], g["any"]),
            _call("(not {})", g["boolean"]),
            _binary(g["text"], ("in", "not in"), g["texts"]),
            _binary(g["any"], ("in", "not in"), g["any"]),
            _binary(g["decimal"], ("in", "not in"), g["numbers"]),
            _call("has({}, {})", g["any"], g["text"]),
            _call("missing({})", g["any"]),
            _call("contains({}, {})", g["text"], g["any"]),
            _call("starts_with({}, {})", g["text"], g["text"]),
            _call('matches({}, "[a-z]+")', g["text"]),
            _call("any({} > l.quantity for l in lines)", g["integer"]),
            _call("all(l.price > {} for l in lines if {})", g["money"], g["boolean"]),
            _call("all([{}, {}])", g["boolean"], g["any"]),
            _binary(g["any"], ("in", "not in"), st.just("tables.words")),
            _binary(g["integer"], ("in", "not in"), st.just("tables.numbers")),
            _call("contains_any({}, tables.words)", g["text"]),
        ]

    def _integer(self, g):
        return [
            _binary(g["integer"], ("+", "-", "*"), g["integer"]),
            _call("(-{})", g["integer"]),
            _call("floor({})", g["decimal"]),
            _call("ceil({})", g["any"]),
            _call("round({})", g["decimal"]),
            _call("length({})", g["text"]),
            _call("count({})", g["texts"]),
            _call("count({})", g["any"]),
            _call("weekday({})", g["date"]),
            _call("days_between({}, {})", g["time"], g["date"]),
            _call("sum(l.quantity for l in lines if {})", g["boolean"]),
            _call("max({}, {})", g["integer"], g["integer"]),
            _call('count(pick("coupons", qty={}, vip={}))', g["integer"], g["boolean"]),
        ]

    def _decimal(self, g):
        return [
            _binary(g["decimal"], ("+", "-", "*", "/"), g["decimal"]),
            _call("({} + {} - {} + {} - {})", *[g["decimal"]] * 4, g["any"]),
            _call("({} * {} / {} * {} / {})", *[g["decimal"]] * 5),
            _binary(g["integer"], ("+", "-", "*", "/"), g["any"]),
            _binary(g["money"], ("/",), g["money"]),
            _binary(g["duration"], ("/",), g["duration"]),
            _call("abs({})", g["decimal"]),
            _call("round({}, 2)", g["decimal"]),
            _call("amount({})", g["money"]),
            _call("distance(home, {})", g["any"]),
            _call("number({})", g["text"]),
            _call("sum({})", g["numbers"]),
            _call("avg({})", g["numbers"]),
            _call("similar({}, {})", g["text"], g["text"]),
            _call("min({})", g["numbers"]),
            _call(_SEASONS, g["date"], g["time"], g["duration"]),
            _call('pick("drawn", qty={}).gives', g["any"]),
        ]

    def _money(self, g):
        return [
            _binary(g["money"], ("+", "-"), g["money"]),
            _binary(g["money"], ("*", "/"), g["decimal"]),
            _binary(g["integer"], ("*",), g["money"]),
            _binary(g["any"], ("*",), g["money"]),
            _call("round({}, 1)", g["money"]),
            _call('money({}, "CNY")', g["any"]),
            _call("sum(l.price * {} for l in lines)", g["integer"]),
            _call("split({}, [1, {}, 2])[1]", g["money"], g["integer"]),
            _call("max({}, {})", g["money"], g["money"]),
            _call('convert({}, "USD")', g["money"]),
            _call('convert({}, "CNY", at={})', g["money"], g["time"]),
            _call('pick("approver", amount={}).limit', g["any"]),
            _call(
                'pick("freight", weight={}, tier={}, address={}).fee',
                g["decimal"],
                g["text"],
                g["text"],
            ),
        ]

    def _text(self, g):
        return [
            _call("normal({})", g["text"]),
            _call("digits({})", g["any"]),
            _call('replace({}, "a", {})', g["text"], g["text"]),
            _call('join({}, "-")', g["texts"]),
            _call("first({})", g["texts"]),
            _call("text({})", g["decimal"]),
            _call('text({}, "0.00")', g["money"]),
            _call("mask({})", g["text"]),
            _call("currency({})", g["money"]),
            _call("clock({})", g["time"]),
            _call("{}[{}]", g["texts"], g["integer"]),
            _call('pick("approver", amount={}).who', g["money"]),
        ]

    def _time(self, g):
        return [
            _binary(g["time"], ("+", "-"), g["duration"]),
            _call("({} + {})", g["duration"], g["time"]),
            _call('start_of({}, "week")', g["time"]),
            _call('shift({}, {}, "month")', g["time"], g["integer"]),
            _call('next_clock("09:30")'),
            _call("time({})", g["text"]),
        ]

    def _date(self, g):
        return [
            _call("date({})", g["time"]),
            _call("date({})", g["text"]),
            _call('shift({}, {}, "day")', g["date"], g["integer"]),
            _call("min({}, {})", g["date"], g["date"]),
        ]

    def _duration(self, g):
        return [
            _binary(g["duration"], ("+", "-"), g["duration"]),
            _binary(g["duration"], ("*", "/"), g["decimal"]),
            _binary(g["any"], ("*",), g["duration"]),
            _binary(g["time"], ("-",), g["time"]),
            _call("abs({})", g["duration"]),
        ]

    def _texts(self, g):
        return [
            _call("[{}, {}]", g["text"], g["text"]),
            _call("[x for x in {} if {} != x]", g["texts"], g["text"]),
            _call("distinct({})", g["texts"]),
            _call("sorted({})", g["texts"]),
            _call('parts({}, ",")', g["text"]),
        ]

    def _numbers(self, g):
        return [
            _call("[{}, {}]", g["decimal"], g["integer"]),
            _call("[x * {} for x in {}]", g["decimal"], g["numbers"]),
            _call("[x + 1 for x in {} if {}]", g["any"], g["boolean"]),
            _call("sorted({})", g["numbers"]),
        ]

    def _any(self, g):
        return [
            _call("{}.a", g["any"]),
            _call("{}[0]", g["any"]),
            _binary(g["any"], ("+", "-", "*", "/"), g["any"]),
            _binary(g["any"], ("-",), g["any"]),
            _call("(-{})", g["any"]),
        ]


LEAVES = {
    "boolean": ("vip", "true", "false", "unknown", "payload.flag", 'status == "paid"'),
    "integer": ("qty", "3", "0", "-7", "no_number_int", "lines[0].quantity", "customer.level"),
    "decimal": ("amount", "2.5", "no_number", "qty", "80%", "payload.number", "0"),
    "money": ("price", "cost", "CNY 5.05", "USD 1", "no_money", "lines[1].price"),
    "text": ("status", "address", "phone", '"a"', '"Ａ B"', "no_text", "customer.tier", "tags[0]"),
    "time": ("paid_at", "now", "no_time"),
    "date": ("due", "date(now)"),
    "duration": ("wait", "30m", "2d", "settings.late_after"),
    "texts": ("tags", "[]", '["a", "paid"]', "no_list"),
    "numbers": ("[1, 2.5]", "no_list_of_numbers", "[l.quantity for l in lines]"),
    "any": ("payload.a", "payload.b", "payload.list", "payload.text", "event.x", "payload.a.a"),
}
KINDS = tuple(LEAVES)
GRAMMAR = Grammar()
EXPRESSIONS = st.sampled_from(KINDS).flatmap(lambda kind: GRAMMAR.of(kind, 3))


# ---------------------------------------------------------------- data
# Out of pools, which draws ten times as fast as making each value; they hold the odd ones.

_WHOLE = (0, 1, 2, -7, 50, 10**14)
_DECIMALS = tuple(map(Decimal, ("0", "0.00", "-0.5", "2.5", "0.005", "99.95", "1E+3", "333.3333")))
_CNY = tuple(Money(number, "CNY") for number in _DECIMALS)
_MONEY = (*_CNY, Money(Decimal(5), "USD"), Money(Decimal("-0.01"), "USD"))
_TIMES = tuple(
    datetime(*parts, tzinfo=UTC)
    for parts in ((2026, 1, 5, 16, 0), (2024, 2, 29), (2026, 1, 7, 2), (1, 1, 1), (9999, 12, 31))
)
_DATES = (date(2026, 1, 5), date(2024, 2, 29), date(2026, 12, 31), date(1, 1, 1))
_DURATIONS = tuple(timedelta(seconds=n) for n in (0, 30, -1_800, 86_400, 10**9))
_TEXTS = ("a", "paid", "Ａ b", "12", "-2.50", "杭州 西湖", "x,y,,z", "2026-01-05")
_PLAIN = (
    None,
    "",
    True,
    False,
    *_WHOLE,
    *_DECIMALS,
    *_MONEY,
    *_TIMES,
    *_DATES,
    *_DURATIONS,
    *_TEXTS,
)
_NESTED = ([], [1, 2], [None, ""], ["a", None], [True, None], [_CNY[3], None], {}, {"a": {"a": 1}})
_ANY = st.sampled_from((*_PLAIN, *_NESTED, *({"a": each} for each in _PLAIN), [list(_PLAIN)]))
_PLACES = (
    {"lat": Decimal("31.2304"), "lng": Decimal("121.4737")},
    {"lat": Decimal(91)},
    {"lng": 0},
)


def _maybe(values):
    return st.sampled_from((None, None, *values))


_LINE = st.fixed_dictionaries(
    {"id": _maybe(_TEXTS), "quantity": _maybe(_WHOLE), "price": _maybe(_CNY)}
)
RECORDS = st.fixed_dictionaries(
    {
        "qty": _maybe(_WHOLE),
        "amount": _maybe(_DECIMALS),
        "price": _maybe(_MONEY),
        "cost": _maybe(_CNY),
        "status": _maybe(("paid", "shipped", "cancelled")),
        "phone": _maybe(("13800138000",)),
        "address": _maybe(_TEXTS),
        "vip": _maybe((True, False)),
        "paid_at": _maybe(_TIMES),
        "due": _maybe(_DATES),
        "wait": _maybe(_DURATIONS),
        "tags": st.none() | st.lists(_maybe(_TEXTS), max_size=3),
        "lines": st.none() | st.lists(_LINE, max_size=2),
        "customer": _maybe(({}, {"tier": "gold", "level": 3}, {"tier": "a"})),
        "home": _maybe(_PLACES),
        "event": st.fixed_dictionaries({"x": _ANY}),
        "payload": st.fixed_dictionaries(
            {
                "a": _ANY,
                "b": _ANY,
                "list": st.lists(_ANY, max_size=2),
                "text": st.sampled_from(("", *_TEXTS)),
                "number": _maybe((*_WHOLE, *_DECIMALS)),
                "flag": _maybe((True, False)),
            }
        ),
    }
)
