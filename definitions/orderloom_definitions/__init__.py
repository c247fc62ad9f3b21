"""Definitions that ship with Orderloom: JSON Schemas and starter flows. Data only."""
