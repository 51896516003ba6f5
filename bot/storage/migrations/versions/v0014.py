"""A post of a forum can be marked as solved; the bot is silent there then."""

import sqlalchemy as sa
from alembic import op

revision = "v0014"
down_revision = "v0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the posts."""
    op.create_table(
        "solved_posts",
        sa.Column("channel", NUMBER, autoincrement=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_solved_posts"),
    )
    op.create_index("ix_solved_posts_server", "solved_posts", ["server"])
