"""What a person can do, one capability a module."""
