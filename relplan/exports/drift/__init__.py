"""Lock-step over past releases, a module a format."""
