"""Connector ``sql``: reads tables or views of another system's database, and writes to tables.

A stream reads the ``table`` (or view; ``schema.table``) that its ``with`` names, in the order of
``cursor``, a column that grows with every change: a time, a number or a text. What was read before
is read again as far back as ``overlap`` says, at least the rows of the last value itself; what is
known falls out. Rows without a cursor value are read every time rather than never. ``columns``
names what must be there; a table that lacks one of them is told before anything is read. A message
is a JSON list of at most ``batch`` rows (500); numbers with decimals and times travel as text,
times as the database has them, which without an offset are in the connection's zone.

``upsert`` writes one row into a ``table`` that the connection's ``writes`` lists: the primary key
says whether it is there. ``execute`` runs one of the connection's ``statements``, whose parameters
(``:name``) are the other inputs. Values are always bound, names always quoted and looked up first;
nothing is ever pasted into SQL.

The address is ``postgresql://host/database``, encrypted and verified unless ``plain`` is true
(never in production), or a ``folder`` with the SQLite database ``file``.
"""

from orderloom_connectors.sql.connector import CONNECTOR

__all__ = ["CONNECTOR"]
