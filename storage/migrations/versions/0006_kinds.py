"""Corrections of the kind of a message, and those made before the machine had read it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("correction", sa.Column("ahead", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("correction", sa.Column("kind_was", sa.String(length=24), server_default="", nullable=False))
    op.add_column("correction", sa.Column("kind", sa.String(length=24), server_default="", nullable=False))


def downgrade() -> None:
    for name in ("kind", "kind_was", "ahead"):
        op.drop_column("correction", name)
