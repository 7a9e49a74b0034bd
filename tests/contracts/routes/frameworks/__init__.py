"""What each framework's routes are read as."""
