"""Words for the places of a definition: what the schemas call a name, an event, an expression."""

from collections.abc import Sequence

from hypothesis import strategies as st
from tests.expression.typed_expressions import GRAMMAR, LEAVES

ORDER = {
    "qty": "integer", "amount": "decimal", "price": "money", "cost": "money", "address": "text",
    "vip": "boolean", "paid_at": "time", "due": "date", "wait": "duration", "labels": "texts",
    "lane": "text", "no_text": "text",
}  # fmt: skip
SLIP = {"number": "text", "note": "text", "qty": "integer"}
CASE = {"owner": "text", "text": "text", "answer_by": "time"}
TYPES = ORDER | SLIP | CASE | {"at": "time"}
STATES = ("unpaid", "paid", "shipped", "cancelled")
EVENTS = (
    "order.created", "order.changed", "order.status.changed", "order.tagged", "order.untagged",
    "order.held", "order.unheld", "order.stale", "order.quarantined", "order.status.refused",
    "order.status.unexpected", "order.status.proposed", "order.status.declined",
    "order.depth.conflict", *(f"order.{name}.changed" for name in ORDER),
    *(f"order.status.{name}" for name in STATES),
)  # fmt: skip
NAMES: dict[str, Sequence[str]] = {
    "id": ("alpha", "beta", "gamma", "delta", "epsilon", "zeta"),
    "record": ("order",),
    "create": ("slip",),
    "fire": ("pay", "ship", "cancel"),
    "notify": ("note", "alarm"),
    "push": ("to_store",),
    **dict.fromkeys(("reserve", "release", "deduct", "move"), ("central",)),
    "undo": ("pay", "ship", "cancel"),
    "run": ("care", "haste"),
    "tag": ("red", "green"),
    "untag": ("red", "green"),
    "hold": ("stop", "wait_for_us"),
    "unhold": ("stop", "wait_for_us"),
    "blocks": ("pay", "ship", "cancel"),
    "by": ("lead",),
    "as": ("made", "done", "part"),
    "initial": STATES,
    "from": ("lead",),
    "to": STATES,
}
_STANDS_FOR = (("payload.flag", "vip"), ("payload.number", "amount"))
_LITERALS = {
    "integer": ("0", "-3", "99999999999"), "decimal": ("2.50", "1e9"), "money": ("CNY 5", "USD 1"),
    "text": ("plain", "今日", " "), "boolean": ("true", "false"),
    "date": ("2026-02-29", "2026-01-05"), "time": ("2026-01-05T20:00+08:00",),
    "duration": ("30m", "7d"), "texts": ("a",),
}  # fmt: skip
_TEXTS = (
    "plain", "{{ number }} {{ amount / qty }}", "{{ labels }}",
    "{% for l in lines %}{{ loop.index }}{{ l.price * l.quantity }}{% endfor %}",
    "{% if amount > 3 %}{{ to }}{% else %}{{ price / cost }}{% endif %}",
    "{% for l in lines %}{% for m in lines %}{{ m.price + l.price }}{% endfor %}{% endfor %}",
    "{{ sum(l.price for l in lines) }} {{ now }}", "{{ [x for x in labels if x != address] }}",
)  # fmt: skip


def expressions(kind: str) -> st.SearchStrategy[str]:
    """Give expressions of a type over the skeleton's order."""
    plain = next(leaf for leaf in LEAVES[kind] if "payload" not in leaf)

    def with_our_names(text: str) -> str:
        for theirs, ours in _STANDS_FOR:
            text = text.replace(theirs, ours)
        return plain if "payload" in text or "event" in text else text

    leaves = st.sampled_from(LEAVES[kind])
    return st.one_of(leaves, GRAMMAR.of(kind, 1), GRAMMAR.of(kind, 2)).map(with_our_names)


def any_expression() -> st.SearchStrategy[str]:
    """Give expressions of any type."""
    return st.sampled_from([kind for kind in LEAVES if kind != "any"]).flatmap(expressions)


def values(field: str) -> st.SearchStrategy[str]:
    """Give values for a field: literals and expressions, mostly of its type."""
    kind = TYPES.get(field, "text")
    return st.one_of(
        st.sampled_from(_LITERALS.get(kind, ("plain",))),
        expressions(kind).map("={}".format),
        any_expression().map("={}".format),
    )


def texts() -> st.SearchStrategy[str]:
    """Give texts, some with expressions in them."""
    return st.one_of(st.sampled_from(_TEXTS), any_expression().map("{{{{ {} }}}}".format))
