"""Tokens of programs: made, recognised by their digest, ended by a date, a person, or their account's end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.accounts import roles_said
from zhenwei.store.api_tables import ApiTokenRow
from zhenwei.store.cases import DECIDERS
from zhenwei.store.models import AccountRow

PREFIX = "zw1_"  # by which people, and programs that look for leaked secrets, know one
HEAD = 10
LONGEST_DAYS = 366
LONGEST_NAME = 100
# What each scope permits, in the words of the command's help and of the interface's description.
SCOPES = {
    "leads:write": "提交线索，查看所提交线索的回执",
    "cases:read": "查看案件",
    "decisions:read": "查看研判记录",
    "decisions:write": "提交研判（账号须为研判员以上）",
    "notices:read": "查看函件",
    "reports:read": "查看收到的举报（不含举报人）",
    "export:read": "导出已确认的案件（CSV、XLSX、STIX、MISP）",
}
# Scopes that only those may be given who may do the same on the desk.
FOR_DECIDERS = ("leads:write", "decisions:write")
# How a token stands: it may be used, or which of the three has ended it.
ACTIVE, REVOKED, EXPIRED, DISABLED = "active", "revoked", "expired", "disabled"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token stands for."""

    id: int
    name: str
    account: str
    role: str
    scopes: tuple[str, ...]
    expires_at: datetime
    last_used_at: datetime | None


def add_token(
    session: Session, name: str, account: str, scopes: Sequence[str], days: int, by: str = ""
) -> tuple[str, ApiTokenRow]:
    """Add a token for an account; return it, to be shown once, with its row. Raises BadInput or NotAllowed."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(said("令牌须填写名称（不超过 {most} 字，不含控制字符），例如对接系统的名称", most=LONGEST_NAME))
    _check_scopes(scopes)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(said("有效天数须为 1 至 {most} 的整数", most=LONGEST_DAYS))
    _check_account(session, account, scopes)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiTokenRow(
        name=name, account=account, digest=digest_of(token), head=token[:HEAD], scopes=sorted(set(scopes)),
        created_at=now(), created_by=by or account, expires_at=now() + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return token, row


def _check_scopes(scopes: Sequence[str]) -> None:
    if not any(scopes):
        raise BadInput(said("请至少选择一项权限范围"))
    if wrong := sorted(set(scopes) - SCOPES.keys()):
        raise BadInput(
            said(
                "没有权限范围 {wrong}，请至少选择一项：{scopes}",
                wrong="、".join(wrong),
                scopes="、".join(SCOPES),
            )
        )


def _check_account(session: Session, account: str, scopes: Sequence[str]) -> None:
    person = session.scalars(select(AccountRow).filter_by(name=account)).first()
    if person is None or person.disabled:
        raise NotAllowed(said("没有签发：没有在用的账号 {account!r}，请选择在用的账号", account=account))
    wanted = [scope for scope in FOR_DECIDERS if scope in scopes]
    if wanted and person.role not in DECIDERS:
        raise NotAllowed(
            said(
                "没有签发：{account} 的角色是{role}，授予 {scopes} 的，负责账号须为研判员以上",
                account=account,
                role=roles_said([person.role]),
                scopes="、".join(wanted),
            )
        )


def bearer_of(session: Session, token: str) -> Bearer | None:
    """Return whom a token stands for now, or None: unknown, revoked, past its day, or of a disabled account."""
    query = (
        select(ApiTokenRow, AccountRow)
        .join(AccountRow, AccountRow.name == ApiTokenRow.account)
        .where(ApiTokenRow.digest == digest_of(token))
    )
    found = session.execute(query).first()
    if found is None or standing(*found, now()) != ACTIVE:
        return None
    row, account = found
    scopes = granted(row, account)
    return Bearer(row.id, row.name, row.account, account.role, scopes, row.expires_at, row.last_used_at)


def standing(row: ApiTokenRow, account: AccountRow | None, moment: datetime) -> str:
    """Return how a token stands at a moment: ACTIVE, or what has ended it."""
    if row.revoked_at is not None:
        return REVOKED
    if row.expires_at <= moment:
        return EXPIRED
    return DISABLED if account is None or account.disabled else ACTIVE


def granted(row: ApiTokenRow, account: AccountRow | None) -> tuple[str, ...]:
    """Return the scopes that count: of those that were given, what the account's role of today allows."""
    decides = account is not None and account.role in DECIDERS
    return tuple(scope for scope in row.scopes if decides or scope not in FOR_DECIDERS)


def used(session: Session, token_id: int) -> None:
    """Note that a token was used now."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(last_used_at=now()))


def list_tokens(session: Session) -> list[ApiTokenRow]:
    """Return all tokens, also those that have ended, the oldest first."""
    return list(session.scalars(select(ApiTokenRow).order_by(ApiTokenRow.id)))


def revoke_token(session: Session, token_id: int, by: str) -> ApiTokenRow:
    """End a token at once; one that has been revoked stays as it is. Raises NoSuch."""
    row = session.get(ApiTokenRow, token_id)
    if row is None:
        raise NoSuch(said("没有令牌 {token}（用 zhenwei token list 查看）", token=token_id))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now(), by
    return row


def digest_of(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
