"""A desk at work, for its pictures: a night of the lab's small world, and what three people then did.

The accounts are called like their roles. What they say is said through the same functions that the desk uses; only
dates are moved back, so that there is a half-year to look at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lab.demo import WORLD
from lab.serve import Lab
from review.checking import check_case
from takedown import exchange, life
from takedown.draft import draft
from takedown.letterdesk import LetterDesk, letter_desk
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.store.accounts import add_account
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.letters_tables import DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import (
    AccountRow,
    CaseRow,
    DecisionRow,
    NightRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    TieRow,
)
from zhenwei.store.notes import add_note, unmask
from zhenwei.store.opinions import ask, give
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.store.saved_filters import save_filter
from zhenwei.store.undoing import undo
from zhenwei.types import Notice, Verdict, Word
from zhenwei.watchlist import Watchlist

ANALYST, REVIEWER, ADMIN = "analyst", "reviewer", "admin"
WHY = {
    Verdict.COUNTERFEIT: "页面照抄官方查询入口，域名不属于该机关，与官方网站逐项比对属仿冒。",
    Verdict.SALE: "页面公开招揽免考办证，留有联系方式，属售卖证书。",
    Verdict.HIJACKED: "备案主体为合法单位，栏目被植入办证广告，通知其自查。",
}


def watchlist_in(folder: Path) -> Path:
    """Copy the lab's watchlist, with its office that does not exist, to where it may be edited; return the folder."""
    return Path(shutil.copytree(WORLD / "watchlist", folder))


def night_in(data: Path, browser: Path) -> None:
    """Run a whole night against the lab's small world, with the product's own commands."""
    with Lab(WORLD) as lab:
        own = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
        environ = own | dict(lab.settings) | {"ZHENWEI_DATA_DIR": str(data), "ZHENWEI_BROWSER_PATH": str(browser)}
        reports = [("leads", "add", str(path), "--source", "12377") for path in sorted((WORLD / "leads").glob("*.csv"))]
        for words in (*reports, ("nightly",)):
            subprocess.run([sys.executable, "-m", "zhenwei", *words], env=environ, check=True)  # noqa: S603 - our own


def people_work(store: Store, settings: Settings, watchlist: Watchlist, password: str) -> tuple[int, int]:
    """Let three people work on what the night found; returns the case that shows most, and one with many ties."""
    with store.transaction() as session:
        for name in (ANALYST, REVIEWER, ADMIN):
            if session.query(AccountRow).filter_by(name=name).first() is None:
                add_account(session, name, name, password)
        add_account(session, "duty-room", "viewer", password, must_change=True)
        for name, query in (("浙江待研判", "region=330000"), ("售卖证书", "verdict=certificate_sale")):
            save_filter(session, ANALYST, name, query)
        flagged = _flagged(session)
        shown = _richest(session, flagged)
        tied = _most_tied(session)
        # Groups stay whole, to be shown.
        said = [case for case in flagged if case != shown and not session.get_one(CaseRow, case).operator]
        confirmed, rest = said[: len(said) * 2 // 3], said[len(said) * 2 // 3 :]
        _decide(session, confirmed, rest)
        _talk(session, shown, tied, rest)
        _spread(session, confirmed)
    check_case(store, settings, shown, ANALYST)
    _letters(store, settings, watchlist, confirmed)
    return shown, tied


def _flagged(session: Session) -> list[int]:
    kinds = [verdict.value for verdict in WHY]
    query = select(CaseRow.id).where(CaseRow.state == "new", CaseRow.verdict.in_(kinds))
    return list(session.scalars(query.order_by(CaseRow.urgency.desc(), CaseRow.id)))


def _richest(session: Session, cases: Sequence[int]) -> int:
    """Return the counterfeit that says most: of an operator with others, with many reasons."""
    rows = [session.get_one(CaseRow, case) for case in cases]
    imitations = [row for row in rows if row.verdict == Verdict.COUNTERFEIT]

    def wealth(row: CaseRow) -> tuple[bool, int]:
        opinion = latest_assessment(session, row.site_id)
        return bool(row.operator), len(opinion.findings) if opinion else 0

    return max(imitations, key=wealth).id


def _most_tied(session: Session) -> int:
    ends: list[int] = [case for pair in session.execute(select(TieRow.case_id, TieRow.other_id)) for case in pair]
    return Counter(sorted(ends)).most_common(1)[0][0]


def _decide(session: Session, confirmed: Sequence[int], rest: Sequence[int]) -> None:
    for number, case in enumerate(confirmed):
        verdict = Verdict(session.get_one(CaseRow, case).verdict)
        decide(session, [case], Word.CONFIRMED, REVIEWER if number % 5 == 4 else ANALYST, WHY[verdict])
    decide(session, rest[:2], Word.DISMISSED, ANALYST, "培训机构自办网站，持有办学许可，未承诺免考。")
    decide(session, rest[2:4], Word.HOLD, ANALYST, "页面时开时关，待下一夜再看。")


def _talk(session: Session, shown: int, tied: int, rest: Sequence[int]) -> None:
    """Let colleagues speak about the case that is shown, and about others."""
    (slip,) = decide(session, [shown], Word.DISMISSED, ANALYST, "页面有“仅供学习”字样。")
    session.refresh(session.get_one(CaseRow, shown))
    undo(session, shown, slip.id, ANALYST, "该字样在页脚且字号极小，不影响判断，撤销后重新研判。")
    asked = ask(session, shown, ANALYST, REVIEWER, "页脚有“仅供学习”字样，是否仍按仿冒处理？")
    give(session, asked.id, REVIEWER, Word.CONFIRMED, "查询入口和版式均照抄官方网站，该字样不改变性质。")
    add_note(session, shown, ANALYST, "已电话联系被仿冒机关值班室，其称未授权他人设立查询网站，来函另附。")
    unmask(session, tied, ANALYST, "与另案联系方式核对是否为同一人。")
    for case in rest[2:4]:
        ask(session, case, ANALYST, "", "机构自称有办学许可，许可证号查不到，怎样认定？")


def _spread(session: Session, confirmed: Sequence[int]) -> None:
    """Move some cases back over half a year, and let the sites of the oldest be gone."""
    begun = now()
    for number, case in enumerate(confirmed):
        back = timedelta(days=(number * 11) % 160)
        row = session.get_one(CaseRow, case)
        row.first_seen -= back
        session.execute(update(CaseOpeningRow).filter_by(case_id=case).values(at=begun - back))
        session.execute(update(DecisionRow).filter_by(case_id=case).values(at=begun - back + timedelta(hours=9)))
        if back > timedelta(days=20):
            gone = begun - back + timedelta(days=2 + number * 7 % 19)
            standing = session.get(StandingRow, case) or StandingRow(case_id=case)
            standing.standing, standing.gone_since = "down", gone
            session.add(standing)
    for night in session.scalars(select(NightRow)):
        night.finished_at = night.finished_at or begun


def _letters(store: Store, settings: Settings, watchlist: Watchlist, cases: Sequence[int]) -> None:
    """Draft letters and bring each a step further than the one before."""
    notices = draft(store, settings, watchlist, list(cases[:9]), ANALYST)
    desk = letter_desk(store, settings, watchlist)
    for number, notice in enumerate(notices[: len(notices) * 2 // 3]):
        life.approve(desk, notice.id, REVIEWER, "事实清楚，同意发出。", signer="示例人员")
        if number % 3:
            _sent(desk, notice, answered=number % 3 == 2)
            _age(store, notice.id, timedelta(days=6 + number * 5))


def _sent(desk: LetterDesk, notice: Notice, *, answered: bool) -> None:
    exchange.sent(desk, notice.id, ANALYST, sending=exchange.Sending(channel="机要交换"))
    if answered:
        result = "not-ours" if notice.recipient == "organ" else "accepted"
        exchange.answered(desk, notice.id, ANALYST, exchange.Answer(result, f"复函〔2026〕{notice.id}号"))


def _age(store: Store, notice: int, days: timedelta) -> None:
    with store.transaction() as session:
        row = session.get_one(NoticeRow, notice)
        row.drafted_at -= days
        for event in session.scalars(select(NoticeEventRow).filter_by(notice_id=notice)):
            event.at -= days
        dispatch = session.get_one(DispatchRow, notice)
        dispatch.sent_at -= days
        dispatch.at -= days
        for case in session.scalars(select(NoticeCaseRow.case_id).filter_by(notice_id=notice)):
            spoken = session.scalars(select(DecisionRow).filter_by(case_id=case)).all()
            for word in spoken:
                word.at = min(word.at, row.drafted_at - timedelta(hours=2))
