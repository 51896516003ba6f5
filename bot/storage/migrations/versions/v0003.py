"""A shard belongs to one process, by a lock of the database: no entry and no game has a holder and a lease."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

KEPT = (
    "server, day, state, channel, pack, question, turn, options, due_at, closes_at, claimed_at, posted_at, message, "
    "thread, closed_at, missed_at"
)


def upgrade() -> None:
    """Drop the columns. A game that had yet to forget a member ends, as nobody could say any more what to forget."""
    op.execute("DELETE FROM games WHERE channel IN (SELECT channel FROM forgotten)")
    op.drop_table("forgotten")
    op.drop_column("games", "holder")
    op.drop_column("games", "lease_until")
    # SQLite changes no check of a table that is there, so this one is made anew in both databases.
    op.execute(f"CREATE TABLE kept_posts AS SELECT {KEPT} FROM daily_posts")  # noqa: S608  # our own names
    op.drop_table("daily_posts")
    op.create_table(
        "daily_posts",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel", NUMBER),
        sa.Column("pack", sa.Text()),
        sa.Column("question", sa.Text()),
        sa.Column("turn", sa.Integer()),
        sa.Column("options", sa.Text()),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
        sa.Column("message", NUMBER),
        sa.Column("thread", NUMBER),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("missed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state = 'missed' AND missed_at IS NOT NULL OR question IS NOT NULL AND ("
            "state = 'claimed' AND message IS NULL"
            " OR state = 'posted' AND message IS NOT NULL AND posted_at IS NOT NULL AND closed_at IS NULL"
            " OR state = 'closed' AND message IS NOT NULL AND closed_at IS NOT NULL)",
            name="ck_daily_posts_state",
        ),
        sa.PrimaryKeyConstraint("server", "day", name="pk_daily_posts"),
        sa.UniqueConstraint("message", name="uq_daily_posts_message"),
    )
    op.execute(f"INSERT INTO daily_posts ({KEPT}) SELECT {KEPT} FROM kept_posts")  # noqa: S608
    op.drop_table("kept_posts")
    op.create_index("ix_daily_posts_state_closes_at", "daily_posts", ["state", "closes_at"])
