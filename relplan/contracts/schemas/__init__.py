"""Compares JSON schemas, with a direction; OpenAPI, AsyncAPI and JSON Schema all rest on it."""
