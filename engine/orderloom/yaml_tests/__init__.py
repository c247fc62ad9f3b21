"""Tests that a flow brings along (kind ``test``): played over whole applications."""
