"""The ledger (台账): one row a case, one a letter, every figure of other offices, and how each number is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from takedown.reports import lives, names
from takedown.reports.breakdown import confirmed_as
from takedown.reports.counted import COUNTERS, RECIPIENTS
from takedown.reports.figures import Figures
from takedown.reports.history import OneCase
from takedown.reports.outcomes import Sum, entries
from takedown.reports.periods import Period, Scheme
from takedown.reports.sheets import Content, Sheet, workbook
from zhenwei.address import defang
from zhenwei.clock import BEIJING
from zhenwei.store.models import CaseRow, LeadRow
from zhenwei.store.outcome_tables import OutcomeRow
from zhenwei.store.outcomes import standing_outcomes
from zhenwei.types import CaseState, Word
from zhenwei.watchlist import Watchlist

CASES = (
    ("案件", 7), ("网站", 30), ("情形", 18), ("被仿冒机关", 20), ("地区", 9), ("团伙", 9), ("线索来源", 18),
    ("线索编号", 16), ("首次发现", 17), ("立案", 17), ("研判", 8), ("研判人", 10), ("研判时间", 17), ("首次移送", 17),
    ("函件", 26), ("期末状态", 10), ("最后见到违法内容", 17), ("认定下线", 17), ("下线次数", 9), ("本期有变动", 10),
)  # fmt: skip
LETTERS = (
    ("函件", 7), ("发文字号", 20), ("主送", 26), ("单位类别", 18), ("标题", 44), ("案件", 18), ("拟稿人", 10),
    ("拟稿", 17), ("审核", 17), ("发出", 17), ("答复", 17), ("答复内容", 30), ("期末状态", 10),
)  # fmt: skip
OUTCOMES = (
    ("编号", 7), ("月份", 10), ("单位", 26), ("项目", 20), ("数值", 14), ("计量单位", 9), ("依据（来函等）", 30),
    ("说明", 30), ("填报人", 10), ("填报时间", 17), ("更正", 12), ("是否计入", 10),
)  # fmt: skip
WAYS = (("类别", 12), ("项目", 30), ("单位", 8), ("本期", 10), ("上期", 10), ("本年累计", 10), ("统计口径", 96))
LETTER_STATES = {CaseState.DRAFTED: "草稿", CaseState.CLOSED: "已办结", None: "已退回（撤回）"}


def ledger(session: Session, figures: Figures, watchlist: Watchlist, totals: Sequence[Sum], day: date) -> bytes:
    """Return the ledger of a period as XLSX. No row tells who reported a site."""
    period = figures.period
    sheets = (
        Sheet("案件", CASES, _cases(session, figures, watchlist)),
        Sheet("函件", LETTERS, _letters(figures)),
        Sheet("处置结果", OUTCOMES, _outcomes(entries(session, period), totals)),
        Sheet("统计口径", WAYS, _ways(figures, totals)),
    )
    return workbook(sheets, f"{period.label}台账", day)


def span_words(period: Period) -> str:
    """Return which days a period takes in."""
    kind = "自然月（年）" if period.scheme is Scheme.CALENDAR else "上月21日至当月20日"
    return f"{period.first:%Y-%m-%d} 至 {period.last:%Y-%m-%d}（北京时间，{kind}，首尾两日均含）"


def _cases(session: Session, figures: Figures, watchlist: Watchlist) -> Iterator[Sequence[Content]]:
    begin, end = figures.period.bounds()
    leads = _leads(session, end)
    for case in figures.history.cases.values():
        if case.known(end) and _concerns(case, begin, end):
            yield _case(case, leads.get(case.id, ()), watchlist, begin, end)


def _concerns(case: OneCase, begin: datetime, end: datetime) -> bool:
    """True for a case to which something happened in the period, and for one that was not at its end before."""
    ended = lives.standing_at(case, begin).state in (CaseState.DISMISSED, CaseState.CLOSED, CaseState.DOWN)
    return case.opened >= begin or not ended or _changed(case, begin, end)


def _changed(case: OneCase, begin: datetime, end: datetime) -> bool:
    moments = [case.opened, *(said.at for said in case.decisions), *(look.at for look in case.looks if look.event)]
    moments += [step.at for letter in case.letters for step in letter.steps]
    return any(begin <= at < end for at in moments)


def _case(
    case: OneCase, leads: Sequence[tuple[str, str]], watchlist: Watchlist, begin: datetime, end: datetime
) -> Sequence[Content]:
    said = case.decisions[-1] if case.decisions else None
    sent, downs = lives.referrals(case), [at for at, _ in lives.downs(case)]
    standing = lives.standing_at(case, end)
    verdict = confirmed_as(case) if standing.word == Word.CONFIRMED else case.verdict
    return (
        case.id, defang(case.host), names.verdict(verdict), names.organ(case.target, watchlist),
        names.region(case.target, watchlist), case.operator,
        "；".join(dict.fromkeys(names.source(source) for source, _ in leads)),
        "；".join(dict.fromkeys(reference for source, reference in leads if reference and names.is_public(source))),
        _moment(case.first_seen), _moment(case.opened),
        names.WORDS.get(said.word, said.word) if said else "", said.by if said else "",
        _moment(said.at if said else None), _moment(sent[0] if sent else None),
        "；".join(f"{letter.id}（{RECIPIENTS.get(letter.recipient, letter.recipient)}）" for letter in case.letters),
        names.STATES[standing.state], _moment(case.last_alive), _moment(downs[-1] if downs else None), len(downs),
        "是" if _changed(case, begin, end) else "否",
    )  # fmt: skip


def _leads(session: Session, end: datetime) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Return source and reference number of each case's leads; who reported stands elsewhere and is not read."""
    query = (
        select(CaseRow.id, LeadRow.source, LeadRow.reference)
        .join(CaseRow, CaseRow.site_id == LeadRow.site_id)
        .where(LeadRow.first_seen < end)
        .group_by(CaseRow.id, LeadRow.source, LeadRow.reference)
        .order_by(CaseRow.id, func.min(LeadRow.id))
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, source, reference in session.execute(query):
        found[number].append((source, reference))
    return found


def _letters(figures: Figures) -> Iterator[Sequence[Content]]:
    begin, end = figures.period.bounds()
    for letter in figures.history.letters:
        state = lives.letter_state(letter, end)
        # What was done before is told as long as somebody still waits for it.
        if not any(begin <= step.at < end for step in letter.steps) and state in (None, CaseState.CLOSED):
            continue
        answer = next((step.note for step in letter.steps if step.event == "answered"), "")
        moments = (letter.first(event) for event in ("drafted", "approved", "sent", "answered"))
        yield (
            letter.id, letter.number, letter.office, RECIPIENTS.get(letter.recipient, letter.recipient), letter.title,
            "、".join(map(str, letter.cases)), letter.drafted_by, *(_moment(at) for at in moments), answer,
            LETTER_STATES.get(state) or names.STATES[state or CaseState.DRAFTED],
        )  # fmt: skip


def _outcomes(rows: Sequence[OutcomeRow], totals: Sequence[Sum]) -> Iterator[Sequence[Content]]:
    fields = {total.field.slug: total.field for total in totals}
    counted = {(row.month, row.office, row.field): row.id for row in standing_outcomes(rows)}
    for row in rows:
        field = fields.get(row.field)
        value = row.hundredths / 100
        yield (
            row.id, row.month, row.office, field.label if field else row.field,
            int(value) if value == int(value) else value, field.unit if field else "", row.source, row.note, row.by,
            _moment(row.at), f"更正 {row.corrects} 号" if row.corrects else "",
            "是" if (own := counted[row.month, row.office, row.field]) == row.id else f"否（见 {own} 号）",
        )  # fmt: skip


def _ways(figures: Figures, totals: Sequence[Sum]) -> Iterator[Sequence[Content]]:
    yield "统计期", figures.period.label, "", None, None, None, span_words(figures.period)
    for counter in COUNTERS:
        now, old, year = (values[counter.slug] for values in (figures.now, figures.before, figures.year))
        yield counter.group, counter.label, counter.unit, now, old, year, counter.how
    for total in totals:
        field, values = total.field, (total.now, total.before, total.year)
        how = f"{field.how}（由{field.by or '有关部门'}提供，各单位之和；空白为尚未填报，不作零计）"
        yield "外单位填报", field.label, field.unit, *values, how


def _moment(at: datetime | None) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if at else ""
