"""A desk of letters without their layout: folders of two files, and a stand-in that lays them out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from takedown.build import Built
from takedown.folders import KEPT, MANIFEST, TEXT, write_folder
from takedown.letterdesk import LetterDesk
from zhenwei.errors import BadInput
from zhenwei.store.database import Store
from zhenwei.store.letters import first_version
from zhenwei.store.models import (
    AccountRow,
    CaseRow,
    DecisionRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    SiteRow,
)
from zhenwei.watchlist.models import Sender

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # a Friday, noon in Beijing
DRAFTED = "# 关于移送线索的函\n+ 网址 a点example 涉嫌冒用名义。\n"
SENDER = Sender(name="东江市互联网信息办公室", short="东江网信办", code="东网函", region="330100", placeholder=False)
PEOPLE = (("vera", "viewer"), ("chen", "analyst"), ("li", "analyst"), ("wang", "reviewer"), ("zhao", "admin"))


def files(text: str, kept: Mapping[str, object]) -> dict[str, bytes]:
    """Return a version's files: the text, the content, a rendering of both, and the manifest over them."""
    content = {TEXT: text.encode(), KEPT: json.dumps(kept, ensure_ascii=False).encode()}
    content["notice.docx"] = (text + json.dumps(kept, ensure_ascii=False)).encode()
    listed = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in content.items()}
    laws = [{"law": "advertising-2021", "cited": "《中华人民共和国广告法》第四条", "scope": ""}]
    return content | {MANIFEST: json.dumps({"files": listed, "laws": laws}, ensure_ascii=False).encode()}


def rebuild(
    folder: Path,
    *,
    text: str | None = None,
    given: str = "",
    day: date | None = None,
    draft: bool = True,
    signer: str = "",
    by: str = "",
) -> Built:
    """Stand in for takedown.keeping.rebuild: what is printed lands in content.json."""
    words = (folder / TEXT).read_text("utf-8") if text is None else text
    if not words.startswith("# "):
        raise BadInput("缺少标题（# 开头的一行）")
    kept = {"given": given, "day": day.isoformat() if day else "", "draft": draft, "signer": signer, "by": by}
    return Built(words.splitlines()[0].removeprefix("# "), files(words, kept), "")


def desk_on(store: Store, folder: Path, now: datetime = NOW, sender: Sender = SENDER) -> LetterDesk:
    """Return a desk whose clock stands still, with one account of each role."""
    with store.transaction() as session:
        if session.query(AccountRow).count() == 0:
            session.add_all(AccountRow(name=name, role=role, created_at=NOW) for name, role in PEOPLE)
    return LetterDesk(store, folder, sender, rebuild, lambda: now)


def add_case(store: Store, host: str, state: str = "confirmed", seen: datetime = NOW) -> int:
    """Add a case that chen has confirmed."""
    with store.transaction() as session:
        site = SiteRow(host=host, registrable=host, registration={}, first_seen=NOW)
        session.add(site)
        session.flush()
        case = CaseRow(
            site_id=site.id, url=f"http://{host}/", state=state, verdict="certificate_sale", impersonation=10, sale=90,
            target="mem", first_seen=seen, last_seen=seen,
        )  # fmt: skip
        session.add(case)
        session.flush()
        said = DecisionRow(case_id=case.id, by="chen", at=NOW, word="confirmed", why="比对", rules_shown=[])
        said.verdict_shown, said.impersonation_shown, said.sale_shown = "certificate_sale", 10, 90
        session.add(said)
        return case.id


def add_letter(
    desk: LetterDesk, cases: Sequence[int], recipient: str = "police", *, by: str = "chen", at: datetime = NOW
) -> int:
    """Add a draft with its folder."""
    with desk.store.transaction() as session:
        row = NoticeRow(
            recipient=recipient, office=f"东江市{recipient}", kind=f"{recipient}-clue", title="关于移送线索的函",
            folder="", drafted_by=by, drafted_at=at,
        )  # fmt: skip
        row.cases = [NoticeCaseRow(case_id=case) for case in cases]
        row.events = [NoticeEventRow(at=at, by=by, event="drafted")]
        session.add(row)
        session.flush()
        row.folder = f"{row.id}-{recipient}"
        row.manifest_sha256 = write_folder(desk.letters, row.folder, files(DRAFTED, {"draft": True}))
        first_version(session, row)
        for case in cases:
            session.get_one(CaseRow, case).state = "drafted"
        return row.id


def case_state(desk: LetterDesk, case: int) -> str:
    """Return where a case stands."""
    with desk.store.transaction() as session:
        return session.get_one(CaseRow, case).state


def events(desk: LetterDesk, notice: int) -> list[tuple[str, str]]:
    """Return (event, who) of everything that people did with a letter."""
    with desk.store.transaction() as session:
        return [(event.event, event.by) for event in session.get_one(NoticeRow, notice).events]


def printed(desk: LetterDesk, notice: int) -> dict[str, object]:
    """Return what the letter's newest folder prints."""
    with desk.store.transaction() as session:
        folder = session.get_one(NoticeRow, notice).folder
    kept: dict[str, object] = json.loads((desk.letters / folder / KEPT).read_bytes())
    return kept
