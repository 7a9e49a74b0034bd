"""Django's migrations, in Python."""
