"""The interpreter: command and view in, decision out. Pure: no clock, no database, no network."""
