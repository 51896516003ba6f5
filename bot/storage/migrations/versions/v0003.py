"""Servers from which the bot was removed."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "departures",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", name="pk_departures"),
    )
