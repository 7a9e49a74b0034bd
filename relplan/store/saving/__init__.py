"""Writes: with SQLAlchemy, which is loaded where something is written and not before."""
