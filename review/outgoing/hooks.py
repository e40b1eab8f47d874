"""Who is told: added, listed, removed; and the key that signs what they are sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crawler.egress import check_url, networks
from review.outgoing.collect import collect
from review.outgoing.events import EVENTS
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, Egress, NoSuch
from zhenwei.sentences import said
from zhenwei.store.api_tables import HookRow, OutboxRow

WEB, MAIL = "web", "mail"
LONGEST = 2000
MARK = "whsec_"
HIDDEN = "***"
# A part of a path that is a word or a short version, and so no key.
_PLAIN = re.compile(r"[a-z]{1,15}([_.-][a-z]{1,15}){0,3}|v?[0-9]{1,3}|")


def add_hook(session: Session, settings: Settings, target: str, events: Sequence[str], by: str = "") -> HookRow:
    """Add an address (http, https) or a mailbox that is told of events from now on. Raises BadInput or Egress."""
    if not any(events):
        raise BadInput(said("请至少选择一项事件"))
    if wrong := sorted(set(events) - EVENTS.keys()):
        listed = "、".join(EVENTS)
        raise BadInput(said("没有事件 {wrong}，请至少选择一项事件：{events}", wrong="、".join(wrong), events=listed))
    if len(target) > LONGEST:
        raise BadInput(said("接收方过长，最多 {most} 个字符", most=LONGEST))
    kind = WEB if "://" in target else MAIL
    if kind == WEB:
        _check_address(settings, target)
    else:
        _check_mailbox(target)
    collect(session)  # so that the positions stand where this hook begins
    row = HookRow(
        kind=kind,
        target=target,
        events=sorted(set(events)),
        salt=secrets.token_hex(16),
        created_at=now(),
        created_by=by,
    )
    session.add(row)
    session.flush()
    return row


def remove_hook(session: Session, hook_id: int) -> HookRow:
    """End a hook and what waits for it. Raises NoSuch."""
    row = live_hook(session, hook_id)
    row.removed_at = now()
    waiting = update(OutboxRow).where(OutboxRow.hook_id == hook_id, OutboxRow.ended_at.is_(None))
    session.execute(waiting.values(ended_at=now(), outcome="removed"))
    return row


def list_hooks(session: Session) -> list[HookRow]:
    """Return those that are told, the oldest first."""
    return list(session.scalars(select(HookRow).where(HookRow.removed_at.is_(None)).order_by(HookRow.id)))


def live_hook(session: Session, hook_id: int) -> HookRow:
    """Return a hook that was not removed. Raises NoSuch."""
    row = session.get(HookRow, hook_id)
    if row is None or row.removed_at is not None:
        raise NoSuch(said("没有推送 {hook}（用 zhenwei hook list 查看）", hook=hook_id))
    return row


def told_of(target: str) -> str:
    """Return a target for pages and the audit log: what may be a key of the receiver's is left out.

    Group robots take theirs in the query or as the last part of the path, so both go.
    """
    scheme, separator, rest = target.partition("://")
    if not separator:
        return target
    place, slash, path = rest.partition("/")
    host = re.split(r"[?#]", place)[0].rpartition("@")[2]
    parts = re.split(r"[?#]", path)[0].split("/")
    plain = [part if _PLAIN.fullmatch(part) else HIDDEN for part in parts]
    query = f"?{HIDDEN}" if re.search(r"[?#]", rest) else ""
    return f"{scheme}://{host}{slash}{'/'.join(plain)}{query}"


def signing_key(key: bytes, hook: HookRow) -> str:
    """Return what signs for a hook, as Standard Webhooks writes it; it follows from the deployment's key, so the store
    has none."""
    raw = hmac.new(key, f"hook {hook.id} {hook.salt}".encode(), hashlib.sha256).digest()
    return MARK + base64.b64encode(raw).decode()


def signature(secret: str, event: str, stamp: str, body: bytes) -> str:
    """Return the value of the signature's header (Standard Webhooks 1.0): HMAC-SHA-256 over ``id.timestamp.body``."""
    raw = base64.b64decode(secret.removeprefix(MARK))
    mac = hmac.new(raw, f"{event}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(mac).decode()


def _check_address(settings: Settings, target: str) -> None:
    allow, deny = networks(settings.egress_allow), networks(settings.egress_deny, "egress_deny")
    try:
        check_url(target, settings.egress_ports, allow, deny)
    except Egress as error:
        raise Egress(said("没有添加：外发规则不允许联系这个地址（{why}）", why=error)) from error


def _check_mailbox(target: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from zhenwei.config import Mailbox

    try:
        TypeAdapter(Mailbox).validate_python(target)
    except ValidationError as error:
        raise BadInput(said("接收方既不是网址（http、https），也不是邮箱")) from error
