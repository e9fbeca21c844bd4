"""Corrections of topics and the models learnt from them."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes  # generated columns name its AutoString
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "learnt_model",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("f1_before", sa.Float(), nullable=True),
        sa.Column("f1_after", sa.Float(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_model")),
    )
    op.create_table(
        "correction",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("feedback_id", _KEY, nullable=False),
        sa.Column("staff_id", _KEY, nullable=False),
        sa.Column("suggested", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.JSON(), nullable=False),
        sa.Column("created_at", storage.types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["feedback.id"], name=op.f("fk_correction_feedback_id_feedback"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_correction_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_feedback_id"), ["feedback_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    op.drop_table("correction")
    op.drop_table("learnt_model")
