"""Orderloom: a low-code engine that moves orders along flows defined in YAML."""

__version__ = "0.1.0"
