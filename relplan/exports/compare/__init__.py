"""The comparison of two versions of a contract, a module a format."""
