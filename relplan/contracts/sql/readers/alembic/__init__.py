"""Alembic's migrations, in Python."""
