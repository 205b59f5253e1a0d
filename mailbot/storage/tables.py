"""The tables. Instants are UTC. Columns named `sealed…` and those of SEALED_BYTES are encrypted at
rest (see `seal` and `sealed_bytes`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite stores it naive, PostgreSQL as timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: a missing time zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Return the instant aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _index_where(condition: str, name: str, *columns: Column[Any], unique: bool = False) -> None:
    """Add an index over the rows that fit the condition only; both databases know it as it is."""
    told = text(condition)
    Index(name, *columns, unique=unique, sqlite_where=told, postgresql_where=told)


message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content_sha", String(64), nullable=False, unique=True),
    Column("raw_sha", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("header_only", Boolean, nullable=False, default=False),
    Column("message_id", String(998), nullable=False, default="", index=True),
    Column("arrived_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("disposition", String(24), nullable=False, index=True),
    Column("taken_by", String(200), nullable=False, default=""),
    Column("address", String(254), nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("reasons", JSON, nullable=False, default=list),
    Column("case_id", ForeignKey("cases.id"), nullable=True, index=True),
)

delivery = Table(
    "delivery",
    metadata,
    Column("mailbox", String(254), primary_key=True),
    Column("uidvalidity", Integer, primary_key=True, autoincrement=False),
    Column("uid", Integer, primary_key=True, autoincrement=False),
    Column("message_id", ForeignKey("message.id"), nullable=False, index=True),
)

inbox_mark = Table(
    "inbox_mark",
    metadata,
    Column("mailbox", String(254), primary_key=True),
    Column("uidvalidity", Integer, primary_key=True, autoincrement=False),
    Column("last_uid", Integer, nullable=False),
    Column("polled_at", Instant, nullable=False),
)

OPEN_CASES = "state NOT IN ('answered', 'closed')"

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("state", String(24), nullable=False),
    Column("version", Integer, nullable=False),
    Column("channel", String(12), nullable=False),
    Column("agency_code", String(100), nullable=False, default="", index=True),
    Column("procedure", String(10), nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("opened_at", Instant, nullable=False),
    # The first arrival: reports count by it. `arrived_at` moves with a completed dossier.
    Column("received_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=True),
    # How it ended, for reports: outcome and timing, and whether no person had to see it.
    Column("outcome", String(8), nullable=False, default="open", server_default="open"),
    Column("timing", String(6), nullable=False, default="", server_default=""),
    Column("by_itself", Boolean, nullable=False, default=False, server_default=false()),
    Column("parent_id", ForeignKey("cases.id"), nullable=True, index=True),
    Column("letter_key", String(64), nullable=False, default="", index=True),
    Column("sealed", LargeBinary, nullable=False),
)
# They hold all that queue and reports sort and count, so that no sealed case is read for it.
_index_where(
    OPEN_CASES,
    "ix_cases_open_due",
    cases.c.due_at,
    cases.c.id,
    cases.c.state,
    cases.c.version,
    cases.c.number,
    cases.c.agency_code,
    cases.c.received_at,
    cases.c.procedure,
    cases.c.channel,
)
Index(
    "ix_cases_ended",
    cases.c.ended_at,
    cases.c.id,
    cases.c.received_at,
    cases.c.due_at,
    cases.c.agency_code,
    cases.c.procedure,
    cases.c.channel,
    cases.c.outcome,
    cases.c.timing,
    cases.c.by_itself,
)
Index(
    "ix_cases_received",
    cases.c.received_at,
    cases.c.id,
    cases.c.agency_code,
    cases.c.procedure,
    cases.c.channel,
    cases.c.outcome,
)

review_reason = Table(
    "review_reason",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("code", String(60), primary_key=True),
    Column("blocks", Boolean, nullable=False),
    Column("first_at", Instant, nullable=False, index=True),
)

work = Table(
    "work",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("token", String(32), nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("crashes", Integer, nullable=False, default=0),
    Column("set_aside", Boolean, nullable=False, default=False),
    Column("error", Text, nullable=False, default=""),
    Column("lane", SmallInteger, nullable=False, default=0, server_default="0"),
    # The process that holds it, by its name in `presence`; with a token only.
    Column("owner", String(16), nullable=False, default="", server_default=""),
    UniqueConstraint("kind", "subject_id"),
)
Index(
    "ix_work_due",
    work.c.due_at,
    sqlite_where=text("set_aside = 0"),
    postgresql_where=text("NOT set_aside"),
)

effect = Table(
    "effect",
    metadata,
    Column("op_key", String(100), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("address", String(254), nullable=False, index=True),
    Column("display_name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("sealed_password", LargeBinary, nullable=True),
    Column("hand_over", String(16), nullable=False, default=""),
    Column("handed_over_at", Instant, nullable=True),
    Column("handed_over_by", String(200), nullable=False, default=""),
    Column("intended_at", Instant, nullable=False),
    Column("settled_at", Instant, nullable=True),
    Column("settled_by", String(200), nullable=False, default=""),
    # For whom a mailbox was made: a keyed mark of the national ID number, see `holder_marks`.
    # Empty: nobody's, or erased. NULL: made before there were marks.
    Column("holder_mark", String(16), nullable=True, index=True),
)
_index_where(
    "action = 'create' AND state != 'failed'",
    "uq_effect_created_address",
    effect.c.address,
    unique=True,
)

FOR_STAFF = "state = 'for_staff'"
_index_where(
    FOR_STAFF,
    "ix_effect_for_staff",
    effect.c.intended_at,
)
TO_HAND_OVER = "state = 'done' AND hand_over = 'in_person' AND handed_over_at IS NULL"
_index_where(
    TO_HAND_OVER,
    "ix_effect_to_hand_over",
    effect.c.settled_at,
)

letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("number", String(60), nullable=False, default="", index=True),
    Column("dated_on", Date, nullable=True),
    Column("draft", LargeBinary, nullable=True),
    Column("draft_sha", String(64), nullable=False, default="", index=True),
    Column("signed", LargeBinary, nullable=True),
    Column("content", JSON, nullable=False, default=dict),
    Column("composed_at", Instant, nullable=False),
    UniqueConstraint("case_id", "kind", "ordinal"),
)

SUPPLEMENTS = "kind = 'supplement'"
_index_where(
    SUPPLEMENTS,
    "ix_letter_supplement",
    letter.c.composed_at,
)

document_number = Table(
    "document_number",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("symbol", String(60), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("letter_id", ForeignKey("letter.id"), nullable=False, unique=True),
    Column("taken_at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=True, index=True),
    Column("letter_id", ForeignKey("letter.id"), nullable=True),
    Column("recipients", JSON, nullable=False),
    Column("message_id", String(250), nullable=False, unique=True),
    Column("mime", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("response", Text, nullable=False, default=""),
    Column("written_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=True),
    Column("unknown_at", Instant, nullable=True),
    Column("probe_id", String(250), nullable=False, default=""),
    Column("envelope_id", String(16), nullable=False, default=""),
)
Index("ix_outbox_sent_at", outbox.c.sent_at)
# Behind the mail's bytes lies its state: without this it is found by reading through all of them.
UNDONE_MAILS = "state NOT IN ('sent', 'cancelled')"
_index_where(
    UNDONE_MAILS,
    "ix_outbox_undone",
    outbox.c.state,
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=True, index=True),
    Column("what", String(40), nullable=False),
    Column("who", String(200), nullable=False),
    Column("detail", JSON, nullable=False, default=dict),
    Column("link", String(64), nullable=False),
)
Index("ix_history_who_id", history.c.who, history.c.id)
Index("ix_history_what_id", history.c.what, history.c.id)
Index("ix_history_at", history.c.at)

agency = Table(
    "agency",
    metadata,
    Column("code", String(100), primary_key=True),
    Column("mailbox", String(254), nullable=True, unique=True),
    Column("content", JSON, nullable=False),
    Column("sealed_passphrase", LargeBinary, nullable=True),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("address", String(254), primary_key=True),
    Column("agency_code", String(100), nullable=False, index=True),
    Column("content", JSON, nullable=False),
    # What the directory is searched by: its words are folded, each after a blank.
    Column("holder", String(16), nullable=False, server_default=""),
    Column("protected", Boolean, nullable=False, server_default=false()),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("words", Text, nullable=False, server_default=""),
    # Its holder's telephone as `cases.same_person` compares it.
    Column("phone_key", String(40), nullable=False, server_default="", index=True),
)

certificate = Table(
    "certificate",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("agency_code", String(100), nullable=False, index=True),
    Column("holder", Text, nullable=False),
    Column("der", LargeBinary, nullable=False),
    Column("not_after", Instant, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
    Column("approved_by", String(200), nullable=False, default=""),
    Column("approved_at", Instant, nullable=True),
)

verdict = Table(
    "verdict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("message_id", ForeignKey("message.id"), nullable=False, index=True),
    Column("file_sha", String(64), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("judged_as_of", Instant, nullable=False),
    Column("report", JSON, nullable=False),
    Column("material", JSON, nullable=False),
    Column("mark", String(128), nullable=False, index=True, server_default=""),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("row", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("confirmed_by", String(200), nullable=False, default=""),
    UniqueConstraint("case_id", "row"),
)

agency_change = Table(
    "agency_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(100), nullable=False, index=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("settled_by", String(200), nullable=False, default=""),
    Column("settled_at", Instant, nullable=True),
)

working_day = Table(
    "working_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("document", Text, nullable=False),
)

working_year = Table(
    "working_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
)

observation = Table(
    "observation",
    metadata,
    Column("host", String(120), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("good", Boolean, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

raw_mail = Table(
    "raw_mail",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("raw", LargeBinary, nullable=False),
    Column("put_at", Instant, nullable=False, server_default=func.now()),
)

host = Table(
    "host",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("settings_sha", String(64), nullable=False),
    Column("seen_at", Instant, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until", Instant, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password_hash", Text, nullable=False, default=""),
    Column("sealed_totp", LargeBinary, nullable=True),
    Column("totp_step", Integer, nullable=False, default=0),
    Column("invitation_sha", String(64), nullable=False, default="", index=True),
    Column("invited_until", Instant, nullable=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("email", String(254), nullable=False, default=""),
    Column("single_keys", Boolean, nullable=False, default=True),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_sha", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("form_token", String(64), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("proved_at", Instant, nullable=False),
    Column("address", String(60), nullable=False, default=""),
    Column("agent", String(200), nullable=False, default=""),
    Column("sealed_totp", LargeBinary, nullable=True),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("credential", String(1400), nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(60), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
)

challenge = Table(
    "challenge",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("until", Instant, nullable=False),
)

claim = Table(
    "claim",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

viewer = Table(
    "viewer",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True),
    Column("at", Instant, nullable=False),
)

case_note = Table(
    "case_note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("who", String(200), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

held_decision = Table(
    "held_decision",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("officer", String(200), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
)

# Long content, sealed under keys of its own; the archive's files are the same.
SEALED_BYTES = (raw_mail.c.raw, letter.c.draft, letter.c.signed, outbox.c.mime)
