"""The command line: parse, one call to ``app``, print."""
