"""A proposal of marks, a module a format."""
