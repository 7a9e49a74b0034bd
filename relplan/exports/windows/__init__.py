"""When each batch ships, a module a format."""
