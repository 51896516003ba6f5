"""Packs of servers, and the question that a daily post began with."""

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "server_packs",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "pack", name="pk_server_packs"),
    )
    op.create_table(
        "pack_versions",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", NUMBER),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("server", "pack", "number", name="pk_pack_versions"),
    )
    op.create_table(
        "packs_chosen",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("channel", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server", "channel", "pack", name="pk_packs_chosen"),
    )
    op.add_column("daily_posts", sa.Column("asked", sa.Text()))
