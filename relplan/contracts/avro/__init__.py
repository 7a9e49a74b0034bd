"""Avro: .avsc files."""
