"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "aliases",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server", "target", "normal", name="pk_aliases"),
    )
    op.create_table(
        "answers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.Column("game", sa.Text(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member", NUMBER, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("era", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.Column("is_typed", sa.Boolean(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint(
            "server",
            "game",
            "round",
            "number",
            "member",
            "attempt",
            name="uq_answers_server_game_round_number_member_attempt",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_question", "answers", ["question"])
    op.create_index("ix_answers_server_at", "answers", ["server", "at"])
    op.create_index("ix_answers_server_member", "answers", ["server", "member"])
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
        sa.Column("holder", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("posted_at", sa.DateTime(timezone=True)),
        sa.Column("message", NUMBER),
        sa.Column("thread", NUMBER),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("missed_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "state = 'missed' AND missed_at IS NOT NULL OR question IS NOT NULL AND ("
            "state = 'claimed' AND message IS NULL AND lease_until IS NOT NULL"
            " OR state = 'posted' AND message IS NOT NULL AND posted_at IS NOT NULL AND closed_at IS NULL"
            " OR state = 'closed' AND message IS NOT NULL AND closed_at IS NOT NULL)",
            name="ck_daily_posts_state",
        ),
        sa.PrimaryKeyConstraint("server", "day", name="pk_daily_posts"),
        sa.UniqueConstraint("message", name="uq_daily_posts_message"),
    )
    op.create_index("ix_daily_posts_state_closes_at", "daily_posts", ["state", "closes_at"])
    op.create_table(
        "drawn",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "pack", "question", name="pk_drawn"),
    )
    op.create_table(
        "games",
        sa.Column("channel", NUMBER, autoincrement=False, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started_by", NUMBER, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_games"),
    )
    op.create_table(
        "listening",
        sa.Column("channel", NUMBER, autoincrement=False, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_listening"),
    )
    op.create_index("ix_listening_server", "listening", ["server"])
    op.create_table(
        "resets",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", NUMBER),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "number", name="pk_resets"),
    )
    op.create_table(
        "schedules",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_up_by", NUMBER),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("role", NUMBER),
        sa.Column("has_thread", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.Time()),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Date()),
        sa.PrimaryKeyConstraint("server", name="pk_schedules"),
    )
    op.create_table(
        "servers",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("server", name="pk_servers"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("server", NUMBER, nullable=False),
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("member", NUMBER, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", NUMBER),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suggestions_server", "suggestions", ["server"])
    op.create_table(
        "appeals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("answer", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", NUMBER),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_appeals_answer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.UniqueConstraint("answer", name="uq_appeals_answer"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "regrades",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("answer", NUMBER, nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("by", NUMBER),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_regrades_answer", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_regrades"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_regrades_answer", "regrades", ["answer"])
