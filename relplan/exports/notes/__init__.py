"""The notes of a release, a module a format."""
