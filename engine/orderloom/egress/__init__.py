"""The way out: which addresses may be called, and the HTTP client that calls no others."""
