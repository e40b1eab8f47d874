"""The public digest (典型案例): cases that people choose, told without names, days, contacts or anything to open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.masking import mask
from takedown.render import environment
from takedown.reports import lives, names
from takedown.reports.breakdown import confirmed_as
from takedown.reports.counted import RECIPIENTS
from takedown.reports.history import History, OneCase, read_history
from takedown.reports.narrative import Line, Mark
from takedown.reports.report_docx import Paper, report_docx
from zhenwei.clock import BEIJING, now
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.store.models import CaseRow
from zhenwei.types import CaseState, Verdict, Word
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Campaign

TOLD = (CaseState.SENT, CaseState.ANSWERED, CaseState.DOWN, CaseState.CLOSED)
ENDED = (CaseState.DOWN, CaseState.CLOSED)
MOST = 20  # of a digest: more is no choice any more
BY_RULE = 10
MARKS = tuple(mark for mark in Mark if mark not in (Mark.OBJECT, Mark.FILL, Mark.TO))


def masked(host: str) -> str:
    """Return a site's name as the public sees it: its ends, and not even how long it is."""
    return re.sub(r"\*+", "****", mask(host.replace(".", "")))


def listing(session: Session) -> list[dict[str, str]]:
    """Return what a digest may be made of: masked names, no addresses that work, no people."""
    query = select(CaseRow).where(CaseRow.state.in_([state.value for state in TOLD])).order_by(CaseRow.id)
    return [
        {"site": masked(case.site.host), "finding": case.verdict, "state": case.state}
        for case in session.scalars(query)
    ]


def by_rule(session: Session) -> list[int]:
    """Return the cases that have come to an end after a letter, the newest first, at most BY_RULE."""
    history = read_history(session, now())
    ended = [
        case.id
        for case in history.cases.values()
        if lives.referrals(case) and lives.standing_at(case, history.until).state in ENDED
    ]
    return sorted(ended, reverse=True)[:BY_RULE]


def digest_text(session: Session, watchlist: Watchlist, campaign: Campaign, numbers: Sequence[int]) -> str:
    """Return the marked text of a digest of these cases.

    Raises NoSuch, BadInput (none or too many) and NotAllowed: a case that no person has confirmed, or about which no
    letter has gone to an authority, is nobody's business yet.
    """
    if not 1 <= len(numbers) <= MOST:
        raise BadInput(f"典型案例应为 1 至 {MOST} 件，现为 {len(numbers)} 件（用 --case 选取）")
    history = read_history(session, now())
    cases = [_told(_chosen(history, number), history, watchlist) for number in numbers]
    facts = {"matter": campaign.subject, "matter_parts": campaign.matter.split("|"), "cases": cases}
    return environment().get_template("reports/digest.txt").render(facts)


def _chosen(history: History, number: int) -> OneCase:
    case = history.cases.get(number)
    if case is None:
        raise NoSuch(f"没有案件 {number}（用 zhenwei cases list 查看）")
    standing = lives.standing_at(case, history.until)
    if standing.word != Word.CONFIRMED or not standing.referred:
        raise NotAllowed(f"案件 {number} 不能通报：须经人员确认，且已向主管部门发出函件")
    return case


@dataclass(frozen=True, slots=True)
class _Words:
    finding: str
    conduct: str


_WORDS = {
    Verdict.COUNTERFEIT.value: _Words("涉嫌仿冒{organ}网站", "冒用{organ}名义提供所谓证书查询等服务"),
    Verdict.SALE.value: _Words("涉嫌制售假冒特种作业操作证", "发布代办、售卖特种作业操作证等信息"),
    Verdict.HIJACKED.value: _Words("疑似被植入违法信息", "页面被植入售卖证件等信息"),
}


def _told(case: OneCase, history: History, watchlist: Watchlist) -> dict[str, Any]:
    organ = names.organ(case.target, watchlist) if case.target in watchlist.organs else "应急管理部门"
    words = (
        _WORDS.get(confirmed_as(case)) or _WORDS[Verdict.SALE.value if not case.target else Verdict.COUNTERFEIT.value]
    )
    sent = lives.referrals(case)
    offices = dict.fromkeys(
        RECIPIENTS.get(letter.recipient, "有关部门")
        for letter in case.letters
        if lives.refers(letter) and letter.first("sent") is not None
    )
    return {
        "site": masked(case.host),
        "found": _month(case.first_seen),
        "finding": words.finding.format(organ=organ),
        "conduct": words.conduct.format(organ=organ),
        "referred": _month(sent[0]),
        "offices": "、".join(offices),
        "result": _result(case, history.until),
    }


def _result(case: OneCase, until: datetime) -> str:
    standing = lives.standing_at(case, until)
    downs = [at for at, _ in lives.downs(case)]
    if standing.gone and downs:
        return f"{_month(downs[-1])}，经复查，该网站已无法访问或者已清除违法内容。"
    return "目前该案正在依法办理中。" if standing.state is not CaseState.CLOSED else "该案已办结。"


def _month(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{local.year}年{local.month}月"


def parsed(text: str) -> tuple[Line, ...]:
    """Return the lines of a marked text. Raises BadInput naming the line without a mark."""
    found = []
    for line in text.splitlines():
        if line.strip():
            mark, _, rest = line.strip().partition(" ")
            if mark not in [one.value for one in MARKS]:
                raise BadInput(f"对外通报的每行须以 {'、'.join(MARKS)} 之一加空格开头：{line[:40]!r}")
            found.append(Line(Mark(mark), rest.strip()))
    if not any(line.mark is Mark.TITLE for line in found):
        raise BadInput("对外通报没有标题（以 # 加空格开头的一行）")
    return tuple(found)


def digest_docx(text: str, sender: str, day: date, *, draft: bool) -> bytes:
    """Return a digest as DOCX."""
    return report_docx(parsed(text), Paper(sender, day, {}, draft=draft, mark="草稿（未经审核，不得对外发布）"))


def digest_plain(text: str, sender: str, day: date, *, draft: bool) -> bytes:
    """Return a digest as plain text, for a web page or a public account."""
    lines: Iterable[str] = (
        line.text.replace("|", "") if line.mark in (Mark.TITLE, Mark.LEVEL1, Mark.LEVEL2) else f"　　{line.text}"
        for line in parsed(text)
    )
    head = ["【草稿：未经审核，不得对外发布】"] if draft else []
    return "\n".join(
        [*head, *lines, "", *([sender] if sender else []), f"{day.year}年{day.month}月{day.day}日", ""]
    ).encode()
