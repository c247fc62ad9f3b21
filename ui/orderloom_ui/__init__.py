"""The pages of Orderloom on Flask."""
