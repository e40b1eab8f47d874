"""The tables. What a stage waits for and what it leaves are rows here; see docs/map.md for who writes which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store import report_in_tables  # noqa: F401 - a reporter's row points at a table of it
from zhenwei.store.base import Base
from zhenwei.store.rank import urgency_sql


class NightRow(Base):
    """One run of the flow. A killed night keeps ``finished_at`` empty and is gone on with."""

    __tablename__ = "night"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)


class UnitRow(Base):
    """One piece of discovery in a night: a query to an engine, a feed, a log's range, a batch of names."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("night_id", "spider", "source", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    spider: Mapped[str]
    source: Mapped[str]
    key: Mapped[str]
    # waiting, then one of: results, nothing, blocked, changed, stale, error
    outcome: Mapped[str] = mapped_column(default="waiting")
    looked_at: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_at: Mapped[datetime | None]


class SiteRow(Base):
    """One site: what one owner holds under one host name."""

    __tablename__ = "site"
    # The organs' own sites: a hundred among a million.
    __table_args__ = (
        Index("ix_site_organ", "organ", sqlite_where=text("organ <> ''"), postgresql_where=text("organ <> ''")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(unique=True)
    registrable: Mapped[str] = mapped_column(index=True)
    first_seen: Mapped[datetime]
    last_alive: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    registered_on: Mapped[date | None]
    registration: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The organ whose own site this is (baseline of protected pages); empty for every other site.
    organ: Mapped[str] = mapped_column(default="")
    leads: Mapped[list[LeadRow]] = relationship(back_populates="site", order_by="LeadRow.id")


class LeadRow(Base):
    """A reason to look at an address. The same reason twice is one row."""

    __tablename__ = "lead"
    __table_args__ = (UniqueConstraint("source", "url", "reference"), Index("ix_lead_source_site", "source", "site_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    source: Mapped[str]
    url: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    why: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    site: Mapped[SiteRow] = relationship(back_populates="leads")


class ReporterRow(Base):
    """Who reported: a lead, or a report that came in. Nothing but this table knows, and no letter or page reads it.

    ``leads reporter`` writes down each look. ``sealed``: the identity is encrypted (zhenwei/intake/vault.py).
    """

    __tablename__ = "reporter"
    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"), unique=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report_in.id"), unique=True)
    identity: Mapped[str]
    sealed: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime] = mapped_column(index=True)


class VisitRow(Base):
    """One address to be looked at as one profile in one night. Waiting while ``outcome`` is empty."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("night_id", "url", "profile", "rendered"),
        # What has ended and is not judged yet.
        Index(
            "ix_visit_to_judge", "night_id", "site_id",
            sqlite_where=text("judged = 0 and outcome <> ''"), postgresql_where=text("not judged and outcome <> ''"),
        ),
        # What waits, host by host: the frontier reads nothing else.
        Index(
            "ix_visit_waiting", "night_id", "purpose", "site_id", "id",
            sqlite_where=text("outcome = ''"), postgresql_where=text("outcome = ''"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    url: Mapped[str]
    profile: Mapped[str]
    rendered: Mapped[bool] = mapped_column(default=False)
    # first, official, recheck, render: why the visit was planned
    purpose: Mapped[str] = mapped_column(default="first")
    outcome: Mapped[str] = mapped_column(default="", index=True)
    error: Mapped[str] = mapped_column(default="")
    status: Mapped[int] = mapped_column(default=0)
    final_url: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    captured_at: Mapped[datetime | None]
    # The capture folder below EVIDENCE, and the SHA-256 of its manifest.
    folder: Mapped[str] = mapped_column(default="")
    manifest_sha256: Mapped[str] = mapped_column(default="")
    # True once an assessment of its night rests on it.
    judged: Mapped[bool] = mapped_column(default=False)
    site: Mapped[SiteRow] = relationship()


class WatchedNameRow(Base):
    """A name that is looked at again and again: registered or once so, flagged by a list, or given by a person.

    ``state`` is a zhenwei.watching.NameState; ``answers`` its last DNS answers (Records.to_json). The three numbers
    count looks in a row, as zhenwei.watching.Known does.
    """

    __tablename__ = "watched_name"
    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(unique=True)
    unicode: Mapped[str]
    family: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    # How it came to be watched: lookalikes, a spider whose lists are screened, or person.
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="unknown", index=True)
    added_at: Mapped[datetime]
    first_registered_on: Mapped[date | None]
    first_resolved_at: Mapped[datetime | None]
    first_page_at: Mapped[datetime | None]
    last_looked_at: Mapped[datetime | None]
    next_look_at: Mapped[datetime] = mapped_column(index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    quiet: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    # The site is to be visited: it resolves and no page was seen yet, or something about it has changed.
    visit_due: Mapped[bool] = mapped_column(default=False)
    events: Mapped[list[NameEventRow]] = relationship(back_populates="name", order_by="NameEventRow.id")


class NameEventRow(Base):
    """What changed about a watched name, as zhenwei.watching.Change names it. Rows are added, never changed."""

    __tablename__ = "name_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("watched_name.id"), index=True)
    night_id: Mapped[int | None] = mapped_column(ForeignKey("night.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str]
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    name: Mapped[WatchedNameRow] = relationship(back_populates="events")


class AssessmentRow(Base):
    """The machine's opinion of a site after one night. A later look in the same night replaces it."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("night_id", "site_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    made_at: Mapped[datetime]
    verdict: Mapped[str]
    impersonation: Mapped[float]
    sale: Mapped[float]
    target: Mapped[str] = mapped_column(default="")
    contacts: Mapped[list[Any]] = mapped_column(default=list)
    not_rendered: Mapped[bool] = mapped_column(default=False)
    # Which visits it rests on.
    visits: Mapped[list[Any]] = mapped_column(default=list)
    # True once the case has been brought up to date with it.
    scored: Mapped[bool] = mapped_column(default=False)
    site: Mapped[SiteRow] = relationship()
    findings: Mapped[list[FindingRow]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="FindingRow.id"
    )


class FindingRow(Base):
    """One reason of an assessment, as zhenwei.types.Finding."""

    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    rule: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    side: Mapped[str]
    points: Mapped[float]
    detail: Mapped[str]
    quote: Mapped[str] = mapped_column(default="")
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    target: Mapped[str] = mapped_column(default="")
    against: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    profile: Mapped[str] = mapped_column(default="")
    assessment: Mapped[AssessmentRow] = relationship(back_populates="findings")


class CaseRow(Base):
    """A site in the hands of people."""

    __tablename__ = "case"
    # The queue reads an index from its urgent end; what it filters by on the way stands behind, so that no row is read.
    __table_args__ = (
        Index("ix_case_queue", "state", "urgency", "id", "first_seen", "verdict", "target"),
        Index("ix_case_queue_verdict", "state", "verdict", "urgency", "id", "first_seen"),
        Index("ix_case_queue_target", "state", "target", "urgency", "id", "first_seen", "verdict"),
        Index("ix_case_order", "urgency", "id", "first_seen"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), unique=True)
    url: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str] = mapped_column(index=True)
    impersonation: Mapped[float]
    sale: Mapped[float]
    # How harmful and how certain (zhenwei/store/rank.py): computed by the database, read by the queue alone.
    urgency: Mapped[int] = mapped_column(Computed(urgency_sql()), nullable=True, deferred=True)
    target: Mapped[str] = mapped_column(default="", index=True)
    operator: Mapped[str] = mapped_column(default="", index=True)
    first_seen: Mapped[datetime] = mapped_column(index=True)
    last_seen: Mapped[datetime]
    # Checks in a row at which the site did not answer; two make it "down".
    silent_checks: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    site: Mapped[SiteRow] = relationship()
    decisions: Mapped[list[DecisionRow]] = relationship(back_populates="case", order_by="DecisionRow.id")
    __mapper_args__ = {"version_id_col": revision}


class TraitRow(Base):
    """What may tie a site to others of its operator (kinds: detectors/operators/kinds.py), and which capture showed it.

    Kept when the site stops showing it: who once used an account has used it.
    """

    __tablename__ = "trait"
    __table_args__ = (UniqueConstraint("site_id", "kind", "value"), Index("ix_trait_kind_value", "kind", "value"))
    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[str]
    value: Mapped[str]
    # The newest visit that showed it; none where no page did (a registration).
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]


class TieRow(Base):
    """A reason why two cases are of one operator; ``case_id`` is the older. Made anew with every grouping."""

    __tablename__ = "tie"
    __table_args__ = (UniqueConstraint("case_id", "other_id", "kind", "value"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str]
    value: Mapped[str]
    # strong: enough by itself; weak: one of two or more of different families
    strength: Mapped[str]
    # The capture of either case that showed it.
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    other_visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    made_at: Mapped[datetime]


class OperatorEventRow(Base):
    """What happened to a group of one operator: new, grown, merged, split, shrunk, ended. Rows are only added."""

    __tablename__ = "operator_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int | None] = mapped_column(ForeignKey("night.id"))
    at: Mapped[datetime]
    operator: Mapped[str] = mapped_column(index=True)
    what: Mapped[str]
    # merged: the id that went into this one; split: the id that these cases had before
    other: Mapped[str] = mapped_column(default="", index=True)
    cases: Mapped[list[Any]] = mapped_column(default=list)


class DecisionRow(Base):
    """A person's word. Rows are added, never changed: the newest counts.

    An undo is a row, too: its word is the one that counts again, empty if nobody had said any before.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_by", "by", "case_id"), UniqueConstraint("undoes_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    word: Mapped[str]
    why: Mapped[str]
    verdict_shown: Mapped[str]
    impersonation_shown: Mapped[float]
    sale_shown: Mapped[float]
    # The rules that had spoken, so that precision per rule can be told from people's decisions.
    rules_shown: Mapped[list[Any]] = mapped_column(default=list)
    # Where the case stood before; empty for rows from before this was kept.
    state_before: Mapped[str] = mapped_column(default="")
    # The row that this one takes back.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    case: Mapped[CaseRow] = relationship(back_populates="decisions")


class NoticeRow(Base):
    """A letter to one recipient."""

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    office: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft", index=True)
    # 发文字号 once a person has given it; the draft prints a placeholder.
    number: Mapped[str] = mapped_column(default="")
    folder: Mapped[str]
    manifest_sha256: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    cases: Mapped[list[NoticeCaseRow]] = relationship(back_populates="notice", order_by="NoticeCaseRow.case_id")
    events: Mapped[list[NoticeEventRow]] = relationship(back_populates="notice", order_by="NoticeEventRow.id")


class NoticeCaseRow(Base):
    """Which cases a letter is about."""

    __tablename__ = "notice_case"
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True, index=True)
    notice: Mapped[NoticeRow] = relationship(back_populates="cases")
    case: Mapped[CaseRow] = relationship()


class NoticeEventRow(Base):
    """What people did with a letter: approved, rejected, sent, answered. Rows are only added."""

    __tablename__ = "notice_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    event: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    notice: Mapped[NoticeRow] = relationship(back_populates="events")


class AccountRow(Base):
    """A person who may log in or be named with --by."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    # viewer, analyst, reviewer, admin
    role: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    # Somebody else chose the password: it opens nothing but the page on which it is changed.
    must_change: Mapped[bool] = mapped_column(default=False)
    # Issuer and subject of the provider that vouches for this person (OpenID Connect), apart by a space.
    identity: Mapped[str | None] = mapped_column(unique=True)
    last_login_at: Mapped[datetime | None]


class PositionRow(Base):
    """How far a source has been read (a feed's last version, a log's tree size), kept across nights."""

    __tablename__ = "position"
    source: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]


class SourceRow(Base):
    """What a source of discovery has told so far, so that one that dries up is noticed. Written as its units end."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("spider", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    spider: Mapped[str]
    source: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    # The newest night in which it was asked, and how its units of that night ended.
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    units: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    # What it held in that night: names of a list, results of an engine, entries of a log.
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    # The amounts of earlier nights in which it answered, oldest first; and the unanswered nights since the last one.
    history: Mapped[list[Any]] = mapped_column(default=list)
    silent_nights: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    # The date that the source itself claims (Last-Modified, serial number, tree head).
    dated_at: Mapped[datetime | None]
    stale_days: Mapped[int | None]
    behind: Mapped[int] = mapped_column(BigInteger, default=0)
    why: Mapped[str] = mapped_column(default="")
