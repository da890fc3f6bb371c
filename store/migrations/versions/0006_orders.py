"""Orders of order systems."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "orders",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("order", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("opportunity", sa.String(), nullable=True),
        sa.Column("key_email", sa.String(), nullable=True),
        sa.Column("key_phone", sa.String(), nullable=True),
        sa.Column("key_name", sa.String(), nullable=True),
        sa.Column("key_company_id", sa.String(), nullable=True),
        sa.Column("legal_unit", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("source", "order"),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("orders")
