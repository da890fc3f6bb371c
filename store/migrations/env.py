"""Where Alembic finds the connection it migrates and the schema it compares with."""

from alembic import context

from store.schema import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
