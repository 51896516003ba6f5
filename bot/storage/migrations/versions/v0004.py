"""Who is looked for in /guess, and whom members tried."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "guess_puzzles",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("scope", NUMBER, nullable=False),
        sa.Column("server", NUMBER),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_guess_puzzles"),
        sa.UniqueConstraint("scope", "pack", "round", name="uq_guess_puzzles_scope_pack_round"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_guess_puzzles_server", "guess_puzzles", ["server"])
    op.create_table(
        "guess_tries",
        sa.Column("puzzle", NUMBER, autoincrement=False, nullable=False),
        sa.Column("member", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("character", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["puzzle"], ["guess_puzzles.id"], name="fk_guess_tries_puzzle", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("puzzle", "member", "number", name="pk_guess_tries"),
        sa.UniqueConstraint("puzzle", "member", "character", name="uq_guess_tries_puzzle_member_character"),
    )
    op.create_index("ix_guess_tries_member", "guess_tries", ["member"])
