"""A letter's next version: laid out from the one before, in a folder and with a row of its own."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from takedown.content import chinese_day
from takedown.folders import KEPT, check_folder, read_text, seal, write_folder
from takedown.letterdesk import LetterDesk
from takedown.upward import names_signer
from zhenwei.clock import shown
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.sentences import listed, said
from zhenwei.store.letters import versions_of
from zhenwei.store.letters_tables import NoticeVersionRow
from zhenwei.store.models import NoticeRow

MADE = {
    "drafted": "第 {version} 版由 {by} 于 {at} 起草{why}",
    "edited": "第 {version} 版由 {by} 于 {at} 修改{why}",
    "approved": "第 {version} 版由 {by} 于 {at} 审核{why}",
    "numbered": "第 {version} 版由 {by} 于 {at} 编号{why}",
}


@dataclass(frozen=True, slots=True)
class Final:
    """What an approved version prints: number (may be empty: not given yet), date, and who signs upward documents."""

    given: str
    day: date
    signer: str = ""


def current(session: Session, row: NoticeRow) -> NoticeVersionRow:
    """Return a letter's newest version."""
    return versions_of(session, row)[-1]


def check_current(desk: LetterDesk, session: Session, row: NoticeRow) -> NoticeVersionRow:
    """Return the newest version, its folder compared with its digests. Raises EvidenceError."""
    version = current(session, row)
    check_folder(desk.letters / version.folder, version.manifest_sha256)
    return version


def check_last(session: Session, row: NoticeRow, version: int) -> NoticeVersionRow:
    """Return the version that somebody worked on. Raises NotAllowed, with what came after it, if there is one."""
    versions = versions_of(session, row)
    newest = versions[-1]
    if version == newest.version:
        return newest
    if version > newest.version or version < 1:
        raise NotAllowed(
            said(
                "函件 {letter} 没有第 {version} 版，最新的是第 {newest} 版",
                letter=row.id,
                version=version,
                newest=newest.version,
            )
        )
    between = listed(_called(one) for one in versions if one.version > version)
    raise NotAllowed(
        said(
            "函件 {letter} 在您所改的第 {version} 版之后已有变化：{between}。请按第 {newest} 版再改",
            letter=row.id,
            version=version,
            between=between,
            newest=newest.version,
        )
    )


def _called(row: NoticeVersionRow) -> str:
    return said(
        MADE[row.made],
        version=row.version,
        by=row.by,
        at=shown(row.at)[:16],
        why=said("（{why}）", why=row.why) if row.why else "",
    )


def check_signer(desk: LetterDesk, session: Session, row: NoticeRow, signer: str) -> None:
    """Refuse an upward letter that names nobody who signs it (GB/T 9704-2012, 7.2.6). Raises BadInput."""
    version = current(session, row)
    if signer.strip() or not may_lay_out(desk, version) or not names_signer(desk.letters / version.folder):
        return
    raise BadInput(said("函件 {letter} 是上行文，须填写“签发人”（--signer）", letter=row.id))


def may_lay_out(desk: LetterDesk, version: NoticeVersionRow) -> bool:
    """False for a letter that was drafted before contents were kept."""
    return (desk.letters / version.folder / KEPT).is_file()


def edited(desk: LetterDesk, session: Session, row: NoticeRow, by: str, why: str, text: str) -> NoticeVersionRow:
    """Add a version with another text. Raises BadInput: no change, or what the letter may not be without."""
    base = check_current(desk, session, row)
    if not may_lay_out(desk, base):
        raise BadInput(said("函件 {letter} 起草时没有保存可改的文本；请退回后重新起草", letter=row.id))
    if read_text(desk.letters / base.folder).strip() == text.strip():
        raise BadInput(said("文本与第 {version} 版相同，没有改动", version=base.version))
    return _add(desk, session, row, base, "edited", by, why, text=text)


def finished(
    desk: LetterDesk, session: Session, row: NoticeRow, made: str, by: str, why: str, final: Final
) -> NoticeVersionRow:
    """Add the version that goes out: with number and date, without the mark of a draft."""
    base = current(session, row)
    if not may_lay_out(desk, base):
        seal(desk.letters / base.folder)
        return base
    return _add(desk, session, row, base, made, by, why, final=final)


def _add(
    desk: LetterDesk,
    session: Session,
    row: NoticeRow,
    base: NoticeVersionRow,
    made: str,
    by: str,
    why: str,
    *,
    text: str | None = None,
    final: Final | None = None,
) -> NoticeVersionRow:
    number = base.version + 1
    old = desk.letters / base.folder
    if final is None:
        built = desk.rebuild(old, text=text, given=base.given, day=base.day, by=by)
    else:
        built = desk.rebuild(old, given=final.given, day=final.day, draft=False, signer=final.signer, by=by)
    folder = f"{row.id}-{row.recipient}-v{number}"
    digest = write_folder(desk.letters, folder, built.files)
    seal(old)
    version = NoticeVersionRow(
        notice_id=row.id,
        version=number,
        made=made,
        folder=folder,
        manifest_sha256=digest,
        by=by,
        at=desk.clock(),
        why=why.strip(),
        change=_change(read_text(old), read_text(desk.letters / folder), base.version, final, base),
        day=final.day if final else None,
        given=final.given if final else base.given,
    )
    session.add(version)
    row.folder, row.manifest_sha256, row.title = folder, digest, built.title
    session.flush()
    return version


def _change(old: str, new: str, number: int, final: Final | None, base: NoticeVersionRow) -> str:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"第 {number} 版", f"第 {number + 1} 版", n=1, lineterm=""
    )
    told = list(lines)
    if final is not None and final.given != base.given:
        told.append(f"发文字号：{base.given or '（未编）'} → {final.given}")
    if final is not None and final.day != base.day:
        told.append(f"成文日期：{chinese_day(base.day) if base.day else '（草稿）'} → {chinese_day(final.day)}")
    return "\n".join(told)
