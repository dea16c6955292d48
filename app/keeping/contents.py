"""What a backup holds and what it leaves out: every table is in one of the two lists, a test asks for it.

Tables that are in neither are somebody else's in the same database: they are not ours to keep. One that a later
schema has no more stays in its list, since older databases are backed up, too.
"""

LEFT_OUT = {
    "account_link": "One-time links end after a day; whoever has the backup must not be able to use one.",
    "alembic_version": "The schema's revision is in the manifest; a restore makes the schema by itself.",
    "backup_record": "Which files lie in this machine's folder of backups; after a restore it is another one.",
    "login": "Nobody is logged in after a restore; when somebody was is not to be kept for 35 days.",
    "login_failure": "Hashes of names and addresses that somebody tried; worth nothing a day later.",
    "nightly_job": "What this machine did at night; a restored database does all of it anew.",
    "resend_key": "Forms of one day, forgotten after 24 hours (DESIGN.md, 1); a backup lives for 35 days.",
}
"""Tables that are in no backup, with the reason. Moving to another database takes all but the first along."""

KEPT = frozenset(
    {
        "agreement",
        "audit_chain",
        "audit_entry",
        "board_entry",
        "change",
        "contact",
        "contact_topic",
        "desk_load",
        "document",
        "draft",
        "edition_stock",
        "entry_version",
        "evaluation_report",
        "evaluation_text",
        "event",
        "external_id",
        "failed_logins",
        "feedback",
        "field_of_action",
        "flag",
        "handout",
        "handout_edition",
        "handout_given",
        "handout_request",
        "house_closure",
        "interpreter",
        "language",
        "language_unmet",
        "missing_note",
        "office",
        "office_alias",
        "office_asked",
        "office_closure",
        "presence_exception",
        "presence_slot",
        "proposal",
        "question",
        "question_option",
        "recovery_code",
        "referral",
        "release",
        "release_plan",
        "revision",
        "rounding_flip",
        "rounding_secret",
        "routing_rule",
        "rule_document",
        "rule_office",
        "second_factor",
        "setting",
        "slip_code",
        "slip_phrase",
        "source",
        "stored_file",
        "target_group",
        "topic",
        "topic_load",
        "translation",
        "user",
        "withheld_table",
        "work_aid",
        "work_aid_version",
        "wrong_data",
    }
)
"""Tables that are in every backup."""

OF_THE_SCHEMA = "alembic_version"
"""Written by Alembic alone, here and there."""

REWRITTEN = ("resend_key", "contact", "contact_topic", "referral", "slip_code", "wrong_data", "missing_note")
"""Tables that the night job locks and writes anew on PostgreSQL, in the order in which logging a contact comes to them.

Whoever needs several of them takes them in this order: the other way round the two would wait for each other.
"""
