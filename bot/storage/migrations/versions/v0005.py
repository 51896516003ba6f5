"""Questions that members found bad."""

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "reports",
        sa.Column("server", NUMBER, autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reported_by", NUMBER),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", NUMBER),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("server", "question", name="pk_reports"),
    )
