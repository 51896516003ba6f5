"""A running game is one process's, for as long as its lease runs."""

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"


def upgrade() -> None:
    """Let nobody hold the games that run: whoever starts first takes them."""
    op.add_column("games", sa.Column("holder", sa.Text()))
    op.add_column("games", sa.Column("lease_until", sa.DateTime(timezone=True)))
