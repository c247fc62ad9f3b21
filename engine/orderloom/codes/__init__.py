"""The catalogue of codes: what each means, in both languages."""
