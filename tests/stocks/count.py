"""The goods counted by hand: what a stock must have, whatever the engine says."""

from collections import Counter

KEPT = 30
"""Minutes that a reservation lasts."""


class Count:
    """What is where, and what each order holds until when, as orders come in one after another."""

    def __init__(self):
        self.there = Counter()
        self.held = {}
        self._did = {}

    def pass_to(self, minute):
        """Give back what is over by then."""
        for no, (lines, until) in list(self.held.items()):
            if until <= minute:
                self._end(no, lines, gives_back=True)

    def take_in(self, order, minute):
        """Do what an order says, unless it said so before."""
        no, does = order["no"], order["does"]
        if self._did.get(no) == does:
            return
        self._did[no] = does
        lines = Counter()
        for line in order["lines"]:
            lines[line["sku"], line["place"]] += line["quantity"]
        if does in ("release", "deduct"):
            if no in self.held:
                self._end(no, self.held[no][0], gives_back=does == "release")
        elif all(line["quantity"] > 0 for line in order["lines"]):
            self._do(no, does, lines, minute)

    def _do(self, no, does, lines, minute):
        if does == "bring":
            self._add(lines, "available", 1)
            return
        if does in ("give", "send"):
            self._part(no, lines, "available" if does == "give" else "in_transit")
            return
        enough = all(self.there[*where, "available"] >= wanted for where, wanted in lines.items())
        if not enough or (does == "reserve" and no in self.held):
            return
        self._add(lines, "available", -1)
        self._add(lines, "frozen" if does == "freeze" else "reserved", 1)
        if does == "reserve":
            self.held[no] = (lines, minute + KEPT)

    def _part(self, no, lines, kind):
        held, until = self.held.get(no, (Counter(), 0))
        if not lines <= held:
            return
        self._add(lines, "reserved", -1)
        self._add(lines, kind, 1)
        self.held[no] = (held - lines, until)
        if not self.held[no][0]:
            del self.held[no]

    def _end(self, no, lines, *, gives_back):
        del self.held[no]
        self._add(lines, "reserved", -1)
        if gives_back:
            self._add(lines, "available", 1)

    def _add(self, lines, kind, times):
        for where, quantity in lines.items():
            self.there[*where, kind] += times * quantity
