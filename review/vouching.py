"""Which account a provider's claims open, with which role, and which they do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.provider import Refused
from zhenwei.config import Settings
from zhenwei.errors import BadInput
from zhenwei.store.accounts import ROLES, add_account
from zhenwei.store.models import AccountRow


def account_for(session: Session, claims: Mapping[str, Any], settings: Settings) -> AccountRow:
    """Return the account of the person that the claims name, with the role that they give. Raises Refused.

    A person is known by issuer and subject. A name alone opens no account that has a password or another identity:
    at some providers people choose their names.
    """
    identity = f"{claims['iss']} {claims['sub']}"
    role = role_in(claims, settings)
    account = session.scalars(select(AccountRow).filter_by(identity=identity)).first()
    if account is None:
        account = _first_time(session, str(claims.get(settings.oidc_name_claim) or "").strip(), role, identity)
    if account.disabled:
        raise Refused(f"账号已停用：{account.name}")
    if not role:
        raise Refused(f"没有对应的角色：{account.name}")
    account.role = role
    return account


def role_in(claims: Mapping[str, Any], settings: Settings) -> str:
    """Return the highest role that the claims give; empty for none."""
    value: Any = claims
    for step in settings.oidc_role_claim.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    held = {one for one in listed if isinstance(one, str)}
    given = {role for word, _, role in (line.rpartition("=") for line in settings.oidc_roles) if word in held}
    return next((role for role in reversed(ROLES) if role in given), "")


def _first_time(session: Session, name: str, role: str, identity: str) -> AccountRow:
    account = session.scalars(select(AccountRow).filter_by(name=name)).first()
    if account is not None:
        if account.password_hash or account.identity:
            raise Refused(f"同名账号已有口令或其他身份：{name}")
        account.identity = identity
        return account
    if not role:
        raise Refused(f"没有对应的角色：{name}")
    try:
        account = add_account(session, name, role, "")
    except BadInput as error:
        raise Refused(f"账号名不可用：{name}") from error
    account.identity = identity
    return account
