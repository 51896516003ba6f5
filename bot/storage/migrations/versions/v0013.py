"""Packs of servers may have pictures."""

import sqlalchemy as sa
from alembic import op

revision = "v0013"
down_revision = "v0012"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the pictures of each version, and their contents."""
    op.add_column("pack_versions", sa.Column("pictures", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "pack_pictures",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("server", "pack", "digest", name="pk_pack_pictures"),
    )
