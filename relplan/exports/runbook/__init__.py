"""A runbook, a module a format."""
