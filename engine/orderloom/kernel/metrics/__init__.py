"""Metrics: figures of the whole flow by name, on grids and beside what they usually are."""
