"""The post of a daily question can invite to guess the character of the day."""

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"


def upgrade() -> None:
    """Add the setting: it doesn't, until a manager says so."""
    op.add_column("schedules", sa.Column("invites_to_guess", sa.Boolean(), nullable=False, server_default=sa.false()))
