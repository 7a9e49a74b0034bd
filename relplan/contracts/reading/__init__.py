"""YAML, JSON, TOML, XML and syntax trees with lines and bounds, for all kinds alike."""
