"""From what a channel wrote to a value of the flow, one small function per kind."""
