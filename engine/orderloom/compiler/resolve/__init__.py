"""Names: what the documents of a flow declare, and what each place in them may name."""
