"""The verdict on one change, a module a format."""
