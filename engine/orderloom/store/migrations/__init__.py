"""The schema, step by step; run by ``schema.upgrade``."""
