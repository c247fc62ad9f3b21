"""What one rule would do to the records that are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from orderloom.app.application import Application
from orderloom.errors import OrderloomError
from orderloom.flow.command import Judge, Origin
from orderloom.flow.decision import Decision
from orderloom.flow.effect import Judged
from orderloom.flow.record import Record
from orderloom.kernel.interpreter import decide
from orderloom.names import nearest
from orderloom.runtime.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One record the rule hit, and what it would do there."""

    record: Record
    decision: Decision


def try_rule(app: Application, rule_id: str) -> Iterator[tuple[Record, Trial | None]]:
    """Judge a rule on every record of its type as it stands now; None: no hit.

    Records are judged one by one, each as if nothing had been done to the others.

    Raises:
        OrderloomError: There is no such rule.
    """
    rule = app.flow.rules.get(rule_id)
    if rule is None:
        raise OrderloomError(
            "OL651",
            rule=rule_id,
            nearest=nearest(rule_id, app.flow.rules) or "",
            rules=", ".join(sorted(app.flow.rules)) or "–",
        )
    now = app.clock.now()
    with app.stores.reader() as reader:
        for record in reader.all(rule.record):
            origin = Origin(f"try:{rule_id}", where=record.id)
            command = Judge(origin, now, rule_id, record.id)
            decision = decide(app.program, Picture(reader), command)
            hit = any(isinstance(effect, Judged) for effect in decision.effects)
            yield record, Trial(record=record, decision=decision) if hit else None
