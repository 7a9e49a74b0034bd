"""Alembic's entry: runs the steps on the connection, and in the transaction, that it is given."""

from alembic import context

from relplan.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.METADATA,
    render_as_batch=True,
)
context.run_migrations()
