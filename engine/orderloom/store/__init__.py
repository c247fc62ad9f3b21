"""The store: everything that outlives the process, in SQL."""
