"""Signatures of outside platforms: made, checked, and what they seal opened. Pure functions."""
