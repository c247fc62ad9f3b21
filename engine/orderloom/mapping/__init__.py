"""From a channel's bytes to items in the flow's own words (language, chapter 9, mapping)."""
