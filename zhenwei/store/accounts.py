"""Accounts: who may log in and act."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.sentences import listed, said
from zhenwei.store.account_tables import DeskSessionRow
from zhenwei.store.models import AccountRow
from zhenwei.store.passwords import SHORTEST_PASSWORD, check_rules, fits, hashed

__all__ = ["ROLES", "SHORTEST_PASSWORD"]
ROLE_WORDS: Mapping[str, str] = {
    "viewer": said("查看员"),
    "analyst": said("研判员"),
    "reviewer": said("审核员"),
    "admin": said("管理员"),
}
ROLES = tuple(ROLE_WORDS)
LONGEST_NAME = 60


def roles_said(roles: Sequence[str]) -> str:
    """Return roles as people call them, for a message."""
    return listed(ROLE_WORDS.get(role, role) for role in roles)


def add_account(session: Session, name: str, role: str, password: str, *, must_change: bool = False) -> AccountRow:
    """Make an account. Raises BadInput for a taken or unfit name, an unknown role or a weak password.

    An empty password makes an account that only a provider's log-in (OpenID Connect) opens.
    """
    _check_role(role)
    if not name.strip():
        raise BadInput(said("账号名不能为空"))
    if name != name.strip() or len(name) > LONGEST_NAME or any(_hidden(char) for char in name):
        raise BadInput(said("账号名最多 {most} 个字符，首尾不能有空格，也不能有不可见字符", most=LONGEST_NAME))
    if session.scalars(select(AccountRow).filter_by(name=name)).first():
        raise BadInput(said("账号 {name} 已存在", name=name))
    if password:
        check_rules(password, name)
    row = AccountRow(
        name=name,
        role=role,
        password_hash=hashed(password) if password else "",
        created_at=now(),
        must_change=must_change,
    )
    session.add(row)
    session.flush()
    return row


def get_account(session: Session, name: str) -> AccountRow:
    """Return an account by name. Raises NoSuch."""
    row = session.scalars(select(AccountRow).filter_by(name=name)).first()
    if row is None:
        raise NoSuch(said("没有账号 {name!r}（用 zhenwei user list 查看）", name=name))
    return row


def list_accounts(session: Session) -> list[AccountRow]:
    """Return all accounts by name."""
    return list(session.scalars(select(AccountRow).order_by(AccountRow.name)))


def reset_password(session: Session, name: str, password: str, *, must_change: bool = False) -> None:
    """Give an account a new password and end its sessions. Raises BadInput for a weak one or the old one again."""
    account = get_account(session, name)
    check_rules(password, name)
    if fits(account.password_hash, password):
        raise BadInput(said("新口令不能与现用口令相同"))
    account.password_hash = hashed(password)
    account.must_change = must_change
    end_sessions(session, account)


def set_disabled(session: Session, name: str, disabled: bool) -> None:
    """Disable an account, which ends its sessions, or enable it again. Raises NotAllowed for the last admin."""
    account = get_account(session, name)
    if disabled:
        _keep_an_admin(session, account)
        end_sessions(session, account)
    account.disabled = disabled


def set_role(session: Session, name: str, role: str) -> None:
    """Give an account another role. Raises BadInput, or NotAllowed for the last admin."""
    _check_role(role)
    account = get_account(session, name)
    if role != "admin":
        _keep_an_admin(session, account)
    account.role = role


def end_sessions(session: Session, account: AccountRow) -> int:
    """Log an account out everywhere; return how many sessions were open."""
    ended = list(
        session.scalars(
            delete(DeskSessionRow).filter_by(account_id=account.id).returning(DeskSessionRow.id),
        )
    )
    return len(ended)


def check_password(session: Session, name: str, password: str) -> AccountRow | None:
    """Return the account if name and password fit and it is not disabled; as slow for unknown names as for known."""
    row = session.scalars(select(AccountRow).filter_by(name=name)).first()
    fitting = fits(row.password_hash if row else "", password)
    return row if fitting and row is not None and not row.disabled else None


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise BadInput(said("没有角色 {role!r}，应为 {roles} 之一", role=role, roles="、".join(ROLES)))


def _keep_an_admin(session: Session, account: AccountRow) -> None:
    """Refuse to take the rights of the last administrator: nobody could give them back from the desk."""
    if account.role != "admin" or account.disabled:
        return
    others = select(func.count()).select_from(AccountRow).filter_by(role="admin", disabled=False)
    if not session.scalar(others.where(AccountRow.id != account.id)):
        raise NotAllowed(said("{name} 是唯一可用的管理员，不能停用或改为其他角色", name=account.name))


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
