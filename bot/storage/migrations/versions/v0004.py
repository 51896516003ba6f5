"""Members who asked to be forgotten while a game ran that knows them."""

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "forgotten",
        sa.Column("channel", NUMBER, nullable=False),
        sa.Column("member", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["channel"], ["games.channel"], name="fk_forgotten_channel", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("channel", "member", name="pk_forgotten"),
    )
