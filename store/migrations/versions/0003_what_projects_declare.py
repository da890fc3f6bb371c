"""What projects declare, answers to surveys, limits changed by hand, and incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "annotations",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("happened", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "benefits",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Date(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("benefit", sa.Float(), nullable=True),
        sa.Column("spent", sa.Float(), nullable=True),
        sa.Column("committed", sa.Float(), nullable=True),
        sa.Column("to_come", sa.Float(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "champions",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("hours_a_week", sa.Float(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "data_owners",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "due_decisions",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("raised", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("decided", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "feedback",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("received", sa.Date(), nullable=True),
        sa.Column("answered", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "forecasts",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("filed", sa.Date(), nullable=True),
        sa.Column("by_hand", sa.Float(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "framing",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "incentives",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "incident_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_incident_steps_incident"), "incident_steps", ["incident"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_incidents_metric"), "incidents", ["metric"], unique=False)
    op.create_table(
        "involvement",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("workshops", sa.Boolean(), nullable=True),
        sa.Column("prototypes", sa.Boolean(), nullable=True),
        sa.Column("acceptance", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "key_functions",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("object", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "measures",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(), nullable=True),
        sa.Column("measured", sa.Date(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "meetings",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("sponsor", sa.Boolean(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "messages",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("planned", sa.Date(), nullable=True),
        sa.Column("sent", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "objectives",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("start_value", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("amber", sa.Double(), nullable=True),
        sa.Column("red", sa.Double(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_overrides_metric"), "overrides", ["metric"], unique=False)
    op.create_table(
        "presence",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "project_team",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("function", sa.String(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("lead", sa.Boolean(), nullable=True),
        sa.Column("dedicated", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "pulse",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("round", sa.Date(), nullable=False),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("answer", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("source", "round", "respondent", "item"),
    )
    op.create_table(
        "responsibilities",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "ritual_log",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("ritual", sa.String(), nullable=True),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("shown_by", sa.String(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "rituals",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("weekday", sa.String(), nullable=True),
        sa.Column("start", sa.String(), nullable=True),
        sa.Column("end", sa.String(), nullable=True),
        sa.Column("every_weeks", sa.Float(), nullable=True),
        sa.Column("shown_by", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "rules",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "scenarios",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "segments",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("reviewed", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )
    op.create_table(
        "trainings",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("trained", sa.Float(), nullable=True),
        sa.Column("planned_hours", sa.Float(), nullable=True),
        sa.Column("held_hours", sa.Float(), nullable=True),
        sa.Column("seen_from", sa.Date(), nullable=False),
        sa.Column("seen_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("source", "row"),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("trainings")
    op.drop_table("segments")
    op.drop_table("scenarios")
    op.drop_table("rules")
    op.drop_table("rituals")
    op.drop_table("ritual_log")
    op.drop_table("responsibilities")
    op.drop_table("pulse")
    op.drop_table("project_team")
    op.drop_table("presence")
    op.drop_index(op.f("ix_overrides_metric"), table_name="overrides")
    op.drop_table("overrides")
    op.drop_table("objectives")
    op.drop_table("messages")
    op.drop_table("meetings")
    op.drop_table("measures")
    op.drop_table("key_functions")
    op.drop_table("involvement")
    op.drop_index(op.f("ix_incidents_metric"), table_name="incidents")
    op.drop_table("incidents")
    op.drop_index(op.f("ix_incident_steps_incident"), table_name="incident_steps")
    op.drop_table("incident_steps")
    op.drop_table("incentives")
    op.drop_table("framing")
    op.drop_table("forecasts")
    op.drop_table("feedback")
    op.drop_table("due_decisions")
    op.drop_table("data_owners")
    op.drop_table("champions")
    op.drop_table("benefits")
    op.drop_table("annotations")
