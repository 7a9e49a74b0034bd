"""What is asked, a module a format."""
