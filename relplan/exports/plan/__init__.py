"""The plan, a module a format."""
