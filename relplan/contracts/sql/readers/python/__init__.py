"""Python sources, read as syntax trees by the readers of Alembic and Django."""
