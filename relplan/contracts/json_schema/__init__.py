"""JSON Schema: files that describe data."""
