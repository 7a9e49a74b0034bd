"""The notes of a release in each format."""
