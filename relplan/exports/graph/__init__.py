"""The graph of what needs what, a module a format."""
