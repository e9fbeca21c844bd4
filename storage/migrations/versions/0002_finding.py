"""Words to search by, and where each provision of the version before went."""

import re
import unicodedata

import sqlalchemy as sa
import sqlmodel.sql.sqltypes  # generated columns name its AutoString
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FINAL_Y = re.compile(r"(h|k|l|m|s|t|qu)y")
_AT_ONCE = 500  # rows


def upgrade() -> None:
    # Plain ALTER TABLE: copying a table on SQLite drops the old one, and that deletes every row that points at it.
    op.add_column("draft_version", sa.Column("mapping", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "provision", sa.Column("folded", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
    )
    _fold_all()


def downgrade() -> None:
    op.drop_column("provision", "folded")
    op.drop_column("draft_version", "mapping")


def _fold_all() -> None:
    """Fills ``folded`` of the provisions that are there; a copy of the rule as it was when this was written."""
    table = sa.table("provision", sa.column("id"), sa.column("heading"), sa.column("text"), sa.column("folded"))
    connection, last = op.get_bind(), 0
    while True:
        query = sa.select(table.c.id, table.c.heading, table.c.text).where(table.c.id > last).order_by(table.c.id)
        rows = connection.execute(query.limit(_AT_ONCE)).all()
        if not rows:
            return
        change = sa.update(table).where(table.c.id == sa.bindparam("row")).values(folded=sa.bindparam("words"))
        connection.execute(change, [{"row": row.id, "words": _folded(f"{row.heading}\n{row.text}")} for row in rows])
        last = rows[-1].id


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", bare).split()
    return f" {' '.join(w[:-1] + 'i' if _FINAL_Y.fullmatch(w) else w for w in words)} "
