"""What people do by hand: fire, run a playbook, change, lift a hold.

A click is a command like any other. A record that somebody does not see is not there for them;
who is asked for a word on one may give it all the same.
"""

from collections.abc import Mapping
from typing import Any, Literal

from orderloom.app.application import Application
from orderloom.app.decision_log import tell
from orderloom.app.finding import find_record
from orderloom.definition.role import Role
from orderloom.errors import OrderloomError
from orderloom.flow.command import Actor, Change, Command, Decide, Fire, Lift, Origin, Run
from orderloom.flow.decision import Batch, Decision
from orderloom.flow.message import message_id
from orderloom.kernel.interpreter import decide
from orderloom.names import nearest
from orderloom.ports import Reader
from orderloom.runtime.picture import Picture
from orderloom.runtime.timers import ring_at_once


def actor(app: Application, text: str) -> Actor:
    """Read ``role`` or ``role/person``; the person has all roles that the role includes.

    Several roles of one person are written ``role,role/person``.

    Raises:
        OrderloomError: There is no such role.
    """
    named, _, person = text.partition("/")
    ids = [each.strip() for each in named.split(",")]
    roles = [_role(app, each) for each in ids]
    return Actor(person or ids[0], frozenset().union(*(role.includes for role in roles)))


def viewer(app: Application, text: str | None) -> Actor | None:
    """Read who looks, as ``actor`` does; None: whoever runs the flow.

    Raises:
        OrderloomError: There is no such role.
    """
    return None if text is None else actor(app, text)


def _role(app: Application, role_id: str) -> Role:
    role = app.flow.roles.get(role_id)
    if role is None:
        raise OrderloomError(
            "OL648",
            role=role_id,
            nearest=nearest(role_id, app.flow.roles) or "",
            roles=", ".join(sorted(app.flow.roles)) or "–",
        )
    return role


def fire(
    app: Application, record: str, transition: str, inputs: Mapping[str, Any], by: Actor
) -> Decision:
    """Fire a transition by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "fire", record, transition, repr(sorted(inputs.items())))
    record_id = find_record(app, record, by).id
    return submit(app, Fire(origin, app.clock.now(), record_id, transition, dict(inputs)))


def play(
    app: Application, record: str, playbook: str, inputs: Mapping[str, Any], by: Actor
) -> Decision:
    """Run a playbook by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "run", record, playbook, repr(sorted(inputs.items())))
    record_id = find_record(app, record, by).id
    return submit(app, Run(origin, app.clock.now(), record_id, playbook, dict(inputs)))


def change(app: Application, record: str, values: Mapping[str, Any], by: Actor) -> Decision:
    """Write fields by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "change", record, repr(sorted(values.items())))
    record_id = find_record(app, record, by).id
    return submit(app, Change(origin, app.clock.now(), record_id, dict(values)))


def unhold(app: Application, record: str, hold: str, why: str, by: Actor) -> Decision:
    """Lift a hold by hand and commit it, unless it is refused."""
    origin = origin_of(app, by, "unhold", record, hold)
    record_id = find_record(app, record, by).id
    return submit(app, Lift(origin, app.clock.now(), record_id, hold, why))


def decide_on(
    app: Application, record: str, verdict: Literal["yes", "no", "withdraw"], why: str, by: Actor
) -> Decision:
    """Say yes or no to what is asked about a record, or withdraw it, and commit that."""
    origin = origin_of(app, by, "decide", record, verdict)
    record_id = find_record(app, record).id
    return submit(app, Decide(origin, app.clock.now(), record_id, verdict, why))


def origin_of(app: Application, by: Actor, *what: str) -> Origin:
    """Give the origin of what a person does now; ``what`` begins with its name."""
    text = "\0".join((by.id, app.clock.now().isoformat(), *what))
    return Origin(message_id("hand", by.id, what[0], text.encode()), actor=by)


def submit(app: Application, command: Command) -> Decision:
    """Decide what a person asks for, once what is due is done, and commit it unless refused."""
    worker = app.worker(app.live_desk())
    worker.work_jobs()
    worker.fire_due(command.now)
    return submit_at_once(app, command)


def submit_at_once(app: Application, command: Command) -> Decision:
    """Decide what a person asks for on things as they stand, and commit it unless refused."""
    with app.stores.reader() as reader:
        decisions = decided(app, reader, command)
    # What only the engine remembers, such as that a brake is off, is told by no effect.
    if decisions[0].outcome != "duplicate" or decisions[0].changes:
        batch = Batch(decisions=decisions)
        app.stores.committer.commit([batch])
        tell(batch)
        app.worker(app.live_desk()).work_jobs()
    return decisions[0]


def decided(app: Application, reader: Reader, command: Command) -> list[Decision]:
    """Give what a command leads to as things stand, and the timers that it makes due at once."""
    picture = Picture(reader)
    decision = decide(app.program, picture, command)
    picture.apply(decision)
    return [decision, *ring_at_once(app.program, picture, decision)]
