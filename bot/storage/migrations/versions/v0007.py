"""A daily question's answer can follow as a reply when it closes."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the setting, and the id of the reply."""
    op.add_column("schedules", sa.Column("reveals_in_reply", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("daily_posts", sa.Column("reply", NUMBER))
