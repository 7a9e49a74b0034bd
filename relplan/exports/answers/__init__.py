"""The answers that hold, a module a format."""
