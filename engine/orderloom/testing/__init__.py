"""What tests of flows and connectors need: a clock that stands, a store in memory."""
