"""What Alembic runs for a migration. The connection, and the transaction on it, are those of `connect`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
