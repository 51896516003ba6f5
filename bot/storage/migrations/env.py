"""The script that Alembic runs for a migration. `connect` provides the connection and the transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
