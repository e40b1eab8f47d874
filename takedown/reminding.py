"""The day's mail of reminders: at most one a day, and no reminder in two of them.

The day's row is claimed before the mail goes out and finished after it, so that of several runs one sends. A run that
dies between the two leaves its claim, which lapses; the next one then sends the mail under the same Message-ID.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from takedown.reminders import Reminder, digest, reminders_of
from takedown.ticking import all_clocks
from zhenwei.clock import BEIJING
from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.mail import MailFailed, compose, mail_is_set, send
from zhenwei.store.database import Store
from zhenwei.store.letters_tables import DigestRow, ReminderRow
from zhenwei.watchlist.clocks import Clocks

CLAIM = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Mailed:
    """``said`` tells in Chinese what was done; ``fault`` is not empty if a mail should have gone out and did not."""

    sent: int
    said: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    digest: int
    message_id: str
    reminders: list[Reminder]


def remind(store: Store, settings: Settings, clocks: Clocks, at: datetime) -> Mailed:
    """Send the reminders that no earlier mail contained, if there are any and none went out today."""
    if not mail_is_set(settings):
        return Mailed(0, "未设置邮件（SMTP_HOST、MAIL_TO），没有发送提醒")
    with store.transaction() as session:
        claim = _claim(session, settings, clocks, at)
    if isinstance(claim, str):
        return Mailed(0, claim)
    subject, body = digest(claim.reminders, at.astimezone(BEIJING).date())
    try:
        refused = send(settings, compose(settings, subject, body, claim.message_id))
    except (MailFailed, SettingsError) as error:
        with store.transaction() as session:
            row = session.get_one(DigestRow, claim.digest)
            row.claimed_until, row.fault = at, str(error)
        return Mailed(0, str(error), str(error))
    with store.transaction() as session:
        row = session.get_one(DigestRow, claim.digest)
        row.sent_at, row.fault = at, refused
        session.add_all(ReminderRow(key=one.key, digest_id=claim.digest) for one in claim.reminders)
    return Mailed(len(claim.reminders), f"已发送提醒邮件，共 {len(claim.reminders)} 项", refused)


def _claim(session: Session, settings: Settings, clocks: Clocks, at: datetime) -> _Claim | str:
    """Return what to send, claimed for this run, or why nothing is sent."""
    day = at.astimezone(BEIJING).date()
    domain = (settings.mail_from or settings.mail_to[0]).rpartition("@")[2] or "localhost"
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"day": day, "message_id": f"<zhenwei.{day:%Y%m%d}.{secrets.token_hex(8)}@{domain}>", "claimed_until": at}
    session.execute(insert(DigestRow).values(**fresh, fault="").on_conflict_do_nothing())
    query = select(DigestRow).filter_by(day=day).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    if row.sent_at is not None:
        return "今日的提醒邮件已经发过"
    if row.claimed_until > at:
        return "另一次运行正在发送今日的提醒邮件"
    known = set(session.scalars(select(ReminderRow.key)))
    new = [one for one in reminders_of(all_clocks(session, clocks, at)) if one.key not in known]
    if not new:
        return "没有新的提醒"
    row.claimed_until = at + CLAIM
    return _Claim(row.id, row.message_id, new)
