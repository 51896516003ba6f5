"""The waiting list: questions that the bot couldn't answer, and the weekly digest of them."""

import sqlalchemy as sa
from alembic import op

revision = "v0012"
down_revision = "v0011"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "misses",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
        sa.UniqueConstraint("server", "normal", name="uq_misses_server_normal"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "miss_digests",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("server", name="pk_miss_digests"),
    )
