"""Feature flags as repositories hold them: the files that name them, and the code that asks."""
