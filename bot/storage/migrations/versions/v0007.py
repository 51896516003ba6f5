"""A daily question's answer can follow as a reply when it closes, and its post can invite to /guess."""

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both settings, and the id of the reply."""
    for setting in ("reveals_in_reply", "invites_to_guess"):
        op.add_column("schedules", sa.Column(setting, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("daily_posts", sa.Column("reply", NUMBER))
