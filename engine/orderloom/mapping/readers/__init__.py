"""From bytes to a channel's own rows."""
