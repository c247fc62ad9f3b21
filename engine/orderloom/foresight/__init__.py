"""What would happen: the same path without the commit."""
