"""The verbs: one file per action, each ``(work, draft, action, around) -> reasons``."""
