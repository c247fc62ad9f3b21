"""Fakes for what is sensitive, and where it hides in texts."""
