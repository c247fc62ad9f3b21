"""The Orderloom console and HTTP API on Flask."""
