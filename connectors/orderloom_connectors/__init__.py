"""Connectors that ship with Orderloom; each is found by its entry point, never imported by name."""
