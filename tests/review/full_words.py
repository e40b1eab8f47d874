"""What people say and do on a full desk, beside deciding: notes, questions, filters, changes of lists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.review.review_desk import MOMENT, Client, Ids, ServedDesk
from zhenwei.clock import now
from zhenwei.store.letters_tables import ClockDoneRow
from zhenwei.store.note_tables import CaseNoteRow, EvidenceCheckRow, UnmaskingRow
from zhenwei.store.opinion_tables import OpinionRequestRow, OpinionRow
from zhenwei.types import Word

SHOWN = {"verdict_shown": "counterfeit_site", "impersonation_shown": 88.0, "sale_shown": 12.0}


def speak(session: Session, ids: Ids) -> None:
    """Add to a case a note, a look at its contacts, two checks, and questions: two open ones and one answered."""
    about = {"case_id": ids.case, "by": "analyst", "at": MOMENT}
    session.add(CaseNoteRow(**about, text="与上月一件为同一模板"))
    session.add(UnmaskingRow(**about, assessment_id=ids.opinion, why="移送公安需要", shown=[["phone", "190****1234"]]))
    for at, problems in ((MOMENT, []), (MOMENT + timedelta(hours=1), [["page.html", "清单中没有的文件"]])):
        session.add(
            EvidenceCheckRow(
                case_id=ids.case,
                visit_id=ids.visit,
                by="reviewer",
                at=at,
                folder="000001",
                manifest_sha256="0" * 64,
                problems=problems,
            )
        )
    for asked_by, asked_of, ended in (("analyst", "", False), ("analyst", "admin", False), ("admin", "", True)):
        request = OpinionRequestRow(
            case_id=ids.case,
            asked_by=asked_by,
            asked_of=asked_of,
            at=MOMENT,
            question="是否属于同一团伙？",
            ended=ended,
            **SHOWN,
        )
        if ended:
            given = OpinionRow(by="reviewer", at=MOMENT, word=Word.CONFIRMED.value, why="模板相同", **SHOWN)
            request.opinions = [given]
        session.add(request)
    session.add(ClockDoneRow(key=f"case-{ids.case}", by="analyst", at=now(), note="已联系"))


def work(desk: ServedDesk) -> None:
    """Do by the desk's own forms: report twice, keep a filter, fail to log in, change the lists."""
    analyst, admin = desk.client("analyst"), desk.client("admin")
    for number in range(2):
        _report(analyst, f"hxxp://cx-mem-{number}[.]example/cx")
    for client in (analyst, admin):
        token = client.get("/queue").field("token")
        answer = client.post("/queue/filters", token=token, name="本周新增", query="state=new&q=%E8%AF%81")
        assert answer.status == 303, answer.text
    assert desk.client().log_in("nobody-here", "not the password").status == 401
    clear_a_host(admin, "cleared.example")
    organ(admin)


def _report(analyst: Client, address: str) -> None:
    """Hand a report in; the site is known, so the form comes back once to say so."""
    form = analyst.get("/reports/new")
    fields = {"source": "12350", "addresses": address, "note": "来电称扫码后显示有效"}
    for status in (409, 303):
        form = analyst.post("/reports/new", token=form.field("token"), seen=form.field("seen"), **fields)
        assert form.status == status, form.text


def clear_a_host(admin: Client, host: str) -> None:
    """Propose that a host is cleared and save it: a row of the lists' history."""
    token = admin.get("/watchlist").field("token")
    answer = admin.post("/watchlist/lawful", token=token, name=host, why="经核实系合法办学")
    assert answer.status == 303, answer.text
    _save(admin, answer.headers["location"])


def organ(admin: Client) -> None:
    """Change an organ by its form and save it."""
    form = admin.get("/watchlist/organs/mem")
    fields = {"token": form.field("token"), "seen": form.field("seen"), "name": "应急管理部"}
    fields |= {"domains": "mem.gov.cn", "aliases": "国家应急管理部", "level": "ministry"}
    fields |= {"role": "protected", "region": "000000"}
    answer = admin.post("/watchlist/organs/mem", **fields)
    assert answer.status == 303, answer.text
    _save(admin, answer.headers["location"])


def _save(admin: Client, proposal: str) -> None:
    token = admin.get(proposal).field("token")
    answer = admin.post(proposal, token=token, do="untried", why="经核实", untried_why="样例")
    assert answer.status == 303, answer.text
