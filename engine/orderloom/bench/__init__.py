"""Measurements: ratios against a peer or the bare driver inside one run, never bare times."""
