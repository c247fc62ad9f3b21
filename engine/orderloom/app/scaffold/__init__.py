"""Texts of a new connector's package; ``app.scaffolding`` fills and writes them."""
