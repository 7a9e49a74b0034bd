"""The decoupling backlog, a module a format."""
