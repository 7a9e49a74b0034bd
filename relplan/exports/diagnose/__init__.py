"""The diagnosis of a workspace or a batch, a module a format."""
