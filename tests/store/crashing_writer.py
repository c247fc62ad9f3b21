"""Run by test_crash.py and killed by it: commits groups until it dies.

Prints a line after each commit that returned.
"""

import sys

from tests.store.decisions import batch, call, decision, item, message, order, revised
from tests.store.flows import AT, flow

from orderloom.flow.command import Origin
from orderloom.store.open import open_store
from orderloom.testing.clock import FrozenClock

GROUP = 7


def work(url):
    store = open_store(url, flow(), FrozenClock(AT))
    sent = message()
    store.inbox.accept(sent)
    counter = order("counter")
    store.committer.commit([batch(decision(counter))])
    position = 0
    while True:
        decisions, items = [], []
        for _ in range(GROUP):
            origin = Origin(message=sent.id, position=position)
            made = order(position)
            key = str(position)
            decisions.append(decision(made, origin=origin, calls=[call(key, made.id)]))
            items.append(item(sent, position, key=key))
            position += 1
        last, counter = counter, revised(counter, quantity=position)
        decisions.append(decision((last, counter)))
        store.committer.commit([batch(*decisions, message=sent.id, cursor=position, items=items)])
        sys.stdout.write(f"{position}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    work(sys.argv[1])
