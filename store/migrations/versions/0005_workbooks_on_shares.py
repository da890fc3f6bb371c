"""Workbooks found on shares: their states, what they share with the CRM, and the days of whole scans."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "files",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("family", sa.String()),
        sa.Column("folder", sa.String()),
        sa.Column("extension", sa.String()),
        sa.Column("name", sa.String()),
        sa.Column("team", sa.String()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("saved_at", sa.DateTime()),
        sa.Column("stamp", sa.String()),
        sa.Column("state", sa.String()),
        sa.Column("macros", sa.Boolean()),
        sa.Column("linked", sa.Boolean()),
        sa.Column("tracking", sa.Boolean()),
        sa.Column("score", sa.Float()),
        sa.Column("reasons", sa.String()),
        sa.Column("rows", sa.BigInteger()),
        sa.Column("savers", sa.String()),
        sa.Column("signature", sa.String()),
        sa.Column("titles", sa.String()),
        sa.Column("untold", sa.BigInteger()),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date()),
        sa.PrimaryKeyConstraint("source", "file", "seen_from"),
    )
    op.create_table(
        "file_overlaps",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("records", sa.BigInteger()),
        sa.Column("live", sa.BigInteger()),
        sa.Column("email", sa.BigInteger()),
        sa.Column("phone", sa.BigInteger()),
        sa.Column("company_id", sa.BigInteger()),
        sa.Column("name", sa.BigInteger()),
        sa.Column("near", sa.BigInteger()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", "file", "object", "day"),
    )
    op.create_table(
        "coverage",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("object", sa.String()),
        sa.Column("team", sa.String()),
        sa.Column("n", sa.BigInteger()),
        sa.Column("outside", sa.BigInteger()),
        sa.Column("near", sa.BigInteger()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "day", "row"),
    )
    op.create_table(
        "scans",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", "day"),
    )


def downgrade() -> None:
    """Back to the one before."""
    for table in ("scans", "coverage", "file_overlaps", "files"):
        op.drop_table(table)
