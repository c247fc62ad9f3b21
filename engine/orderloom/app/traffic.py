"""What went over each connection, in and out."""

from orderloom.app.application import Application

Traffic = dict[str, dict[str, int]]
"""Connection id to ``received quarantined sent waiting failed``."""


def traffic_of(app: Application) -> Traffic:
    """Count items and calls of every connection that has an address in the flow's environment.

    ``received`` counts all items ever taken in, ``quarantined`` those of them not understood.
    """
    items = app.stores.inbox.counts_by_source()
    calls = app.stores.outbox.counts_by_connection()
    return {
        each.id: {
            "received": sum(items.get(each.id, {}).values()),
            "quarantined": items.get(each.id, {}).get("quarantined", 0),
            **{state: calls.get(each.id, {}).get(state, 0) for state in _CALLS},
        }
        for each in app.flow.connections.values()
        if app.flow.environment in each.environments
    }


_CALLS = ("sent", "waiting", "failed")
