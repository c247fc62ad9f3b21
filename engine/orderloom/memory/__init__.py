"""A store in memory: what every store does, for whoever plays a flow and throws it away."""
