"""Tests made from what really happened to a record."""
