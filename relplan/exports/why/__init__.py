"""What stands between a change and production, a module a format."""
