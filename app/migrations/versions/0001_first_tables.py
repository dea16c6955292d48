"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_load",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("quarter", "weekday", "hour", name=op.f("pk_desk_load")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("keep_german", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "field_of_action",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_of_action")),
    )
    op.create_table(
        "handout",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("title_de", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout")),
    )
    op.create_table(
        "language",
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=True),
        sa.Column("name_de", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("autonym", sa.String(), nullable=False),
        sa.Column("script", sa.String(length=4), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("key", sa.String(length=1), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_language")),
    )
    op.create_table(
        "login_failure",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login_failure")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name_de", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_note", sa.String(), nullable=True),
        sa.Column("successor_id", sa.String(length=60), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("tram_stop", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("contact_form", sa.String(), nullable=True),
        sa.Column("opening_hours", sa.String(), nullable=True),
        sa.Column("appointment", sa.String(), nullable=True),
        sa.Column("appointment_code", sa.String(length=20), nullable=True),
        sa.Column("cost", sa.String(), nullable=True),
        sa.Column("cost_code", sa.String(length=20), nullable=True),
        sa.Column("note_codes", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("language_note", sa.String(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("limits", sa.String(), nullable=True),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("review", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["successor_id"], ["office.id"], name=op.f("fk_office_successor_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("question_de", sa.String(), nullable=False),
        sa.Column("question_en", sa.String(), nullable=False),
        sa.Column("none_de", sa.String(), nullable=False),
        sa.Column("none_en", sa.String(), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_table(
        "resend_key",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_resend_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_table(
        "slip_phrase",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("placeholders", sa.JSON(), nullable=False),
        sa.Column("max_chars", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_slip_phrase")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("content_date", sa.String(length=30), nullable=True),
        sa.Column("supports", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "target_group",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("axis", sa.String(length=20), nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("concept_group", sa.String(length=30), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_group")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("single_keys", sa.Boolean(), nullable=False),
        sa.Column("colour_scheme", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    op.create_table(
        "contact",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("talk", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("concept_group", sa.String(length=30), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("duration", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["language"], ["language.tag"], name=op.f("fk_contact_language_language")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_contact")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "flag",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("choice_id", sa.String(length=60), nullable=True),
        sa.Column("question_de", sa.String(), nullable=False),
        sa.Column("question_en", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["choice_id"], ["question.id"], name=op.f("fk_flag_choice_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_table(
        "login",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_login_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_login")),
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_user_id"), ["user_id"], unique=False)

    op.create_table(
        "office_alias",
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_alias_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "name", name=op.f("pk_office_alias")),
    )
    op.create_table(
        "office_closure",
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_closure_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "starts", name=op.f("pk_office_closure")),
    )
    op.create_table(
        "question_option",
        sa.Column("question_id", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_option_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", "value", name=op.f("pk_question_option")),
    )
    op.create_table(
        "slip_code",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("field_of_action_id", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_of_action_id"], ["field_of_action.id"], name=op.f("fk_slip_code_field_of_action_id_field_of_action")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_slip_code_office_id_office")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_slip_code")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.String(length=120), nullable=True),
        sa.Column("field_of_action_id", sa.String(length=60), nullable=True),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("keywords", sa.String(), nullable=False),
        sa.Column("handling", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=1), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_of_action_id"], ["field_of_action.id"], name=op.f("fk_topic_field_of_action_id_field_of_action")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["topic.id"], name=op.f("fk_topic_parent_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "topic_load",
        sa.Column("field_of_action_id", sa.String(length=60), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_of_action_id"],
            ["field_of_action.id"],
            name=op.f("fk_topic_load_field_of_action_id_field_of_action"),
        ),
        sa.PrimaryKeyConstraint("field_of_action_id", "weekday", "quarter", name=op.f("pk_topic_load")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contact_topic",
        sa.Column("contact_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("topic_id", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_key"], ["contact.key"], name=op.f("fk_contact_topic_contact_key_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_contact_topic_topic_id_topic")),
        sa.PrimaryKeyConstraint("contact_key", "topic_id", name=op.f("pk_contact_topic")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "referral",
        sa.Column("contact_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_key"], ["contact.key"], name=op.f("fk_referral_contact_key_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_referral_office_id_office")),
        sa.PrimaryKeyConstraint("contact_key", "office_id", name=op.f("pk_referral")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("topic_id", sa.String(length=120), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("bring_note", sa.String(), nullable=False),
        sa.Column("visit", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_routing_rule_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
    )
    with op.batch_alter_table("routing_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routing_rule_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "rule_document",
        sa.Column("rule_id", sa.String(length=30), nullable=False),
        sa.Column("document_id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rule_document_document_id_document")),
        sa.ForeignKeyConstraint(["rule_id"], ["routing_rule.id"], name=op.f("fk_rule_document_rule_id_routing_rule")),
        sa.PrimaryKeyConstraint("rule_id", "document_id", name=op.f("pk_rule_document")),
    )
    op.create_table(
        "rule_office",
        sa.Column("rule_id", sa.String(length=30), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_rule_office_office_id_office")),
        sa.ForeignKeyConstraint(["rule_id"], ["routing_rule.id"], name=op.f("fk_rule_office_rule_id_routing_rule")),
        sa.PrimaryKeyConstraint("rule_id", "role", "office_id", name=op.f("pk_rule_office")),
    )
    with op.batch_alter_table("rule_office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_office_office_id"), ["office_id"], unique=False)

    # The one row that rises with every change of the directory; readers and the check for "writable" need it.
    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")
