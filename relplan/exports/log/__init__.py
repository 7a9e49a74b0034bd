"""What was decided, a module a format."""
