"""Whether a server's daily questions may tell the plot."""

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"


def upgrade() -> None:
    """Add the setting: they may not, until a manager says so."""
    op.add_column("schedules", sa.Column("may_spoil", sa.Boolean(), nullable=False, server_default=sa.false()))
