"""The reference evaluator: slow and plain, so that it and generated code hold each other.

It is simpleeval, fed only with nodes that ``lowering`` makes of our own checked tree; no text of a
user ever reaches a parser of Python. Two laws that generated code keeps too:

* Operands are worked from left to right, all of them, before anybody asks whether one is missing: a
  fault is never hidden by a missing value beside it.
* Only ``and`` and ``or`` stop at the operand that settles them, ``if`` leaves out the branch that
  is not taken, ``has`` stops at the first that is missing, and ``in`` at the first hit.
"""
