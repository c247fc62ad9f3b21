"""Running declared connectors: requests are assembled and signed, answers read and judged."""
