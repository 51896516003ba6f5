"""Whose a running game is and whom it has to forget, and servers from which the bot was removed."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and tables. Nobody holds the games that run: whoever starts first takes them."""
    op.add_column("games", sa.Column("holder", sa.Text()))
    op.add_column("games", sa.Column("lease_until", sa.DateTime(timezone=True)))
    op.create_table(
        "departures",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", name="pk_departures"),
    )
    op.create_table(
        "forgotten",
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("member", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["channel"], ["games.channel"], name="fk_forgotten_channel", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("channel", "member", name="pk_forgotten"),
    )
