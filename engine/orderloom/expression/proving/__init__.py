"""Can conditions be true together? Proved by a value out of every interval that matters."""
