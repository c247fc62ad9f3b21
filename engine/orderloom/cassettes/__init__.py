"""What went between a connection and its system, kept without secrets and people; and replayed."""
