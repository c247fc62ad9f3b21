"""Figures: items by group and time, and what is asked of them."""
