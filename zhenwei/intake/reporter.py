"""Asking who reported: for those who may, with a reason, and each time with a row that says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.intake.vault import Sealed, Vault
from zhenwei.store.batches import find_receipt
from zhenwei.store.database import Store
from zhenwei.store.models import ReporterRow
from zhenwei.store.reporters import forget, identities, may_ask, write_look

REFUSED = "无权查看举报人身份：须为管理员，或由管理员授权（zhenwei leads permit）；本次查询已记录"
NOTHING = "没有保存该举报的举报人身份（未提供，或已按期限删除）；本次查询已记录"
NO_KEY = "举报人身份已加密，现有密钥都打不开（检查 REPORTER_KEY_FILE）；本次查询已记录"


def reporter_of(store: Store, settings: Settings, vault: Vault, number: str, by: str, why: str) -> str:
    """Return a reporter's identity. Raises NotAllowed, NoSuch or BadInput; the row of the look is written before."""
    if not why.strip():
        raise BadInput("查看举报人身份须写明理由（--why）")
    with store.transaction() as session:
        _batch, report = find_receipt(session, number)
        allowed = may_ask(session, by)
        forget(session, settings.keep_reporter_days)
        kept = identities(session, report) if report is not None and allowed else []
        outcome, identity = "shown", ""
        if not allowed:
            outcome = "refused"
        elif not kept:
            outcome = "none"
        else:
            try:
                identity = "; ".join(vault.open(row.identity, row.sealed) for row in kept)
            except Sealed:
                outcome = "sealed"
        write_look(session, number.strip().upper(), by, why, outcome)
    if outcome == "refused":
        raise NotAllowed(REFUSED)
    if outcome == "none":
        whole = "，一批举报请用其中一件的回执编号" if report is None else ""
        raise NoSuch(NOTHING + whole)
    if outcome == "sealed":
        raise NotAllowed(NO_KEY)
    return identity


def seal_all(store: Store, vault: Vault) -> int:
    """Seal every identity with the newest key, those of older keys too. Returns how many. Raises BadInput."""
    if not vault.seals:
        raise BadInput("没有设置举报人密钥（REPORTER_KEY_FILE），无法加密")
    done = 0
    with store.transaction() as session:
        if store.engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
        for row in session.scalars(select(ReporterRow).order_by(ReporterRow.id).execution_options(yield_per=500)):
            try:
                row.identity, row.sealed = vault.seal(vault.open(row.identity, row.sealed))
            except Sealed:
                raise BadInput(
                    "有举报人身份是用另一把密钥加密的，请把旧密钥保留在密钥文件中；没有改动任何内容"
                ) from None
            done += 1
    settle(store)
    return done


def forget_reporters(store: Store, settings: Settings, at: datetime | None = None) -> int:
    """Delete the identities whose time is over (KEEP_REPORTER_DAYS). Returns how many."""
    with store.transaction() as session:
        gone = forget(session, settings.keep_reporter_days, at or now())
    if gone:
        settle(store)
    return gone


def settle(store: Store) -> None:
    """Let SQLite write its log into the file and empty it, so that what was deleted stands in neither."""
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.rollback()
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
