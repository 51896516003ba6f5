"""Rules of servers, what servers were told once, and how far members have seen a story."""

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "server_rules",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server", name="pk_server_rules"),
    )
    op.create_table(
        "rule_changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("by", NUMBER),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rule_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_changes_server", "rule_changes", ["server"])
    op.create_table(
        "told_once",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "what", name="pk_told_once"),
    )
    op.create_table(
        "member_seen",
        sa.Column("member", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("scene", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("member", "pack", name="pk_member_seen"),
    )
