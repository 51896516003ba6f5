"""Suggestions say which question they answer and who wants to be credited, and managers review them in a channel."""

import sqlalchemy as sa
from alembic import op

revision = "v0011"
down_revision = "v0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both texts, and the channel."""
    op.add_column("suggestions", sa.Column("question", sa.Text(), nullable=False, server_default=""))
    op.add_column("suggestions", sa.Column("credit", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "review_channels",
        sa.Column("server", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("channel", NUMBER, nullable=False),
    )
