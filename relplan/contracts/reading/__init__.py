"""YAML, JSON, TOML and XML with lines and bounds, for all kinds alike."""
