"""A scenario, a module a format."""
