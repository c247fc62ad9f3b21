"""The path of a message: accept, split, decide, commit, deliver."""
