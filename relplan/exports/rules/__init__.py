"""The rules of comparing contracts, a module a format."""
