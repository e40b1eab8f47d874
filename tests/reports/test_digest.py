"""The public digest: masked, looked through, approved by somebody who has not written it."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from sqlalchemy.orm import Session

from takedown.reports import digest, digest_life
from takedown.reports.gate import problems
from tests.reports.little import Little
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow, SiteRow
from zhenwei.store.outcome_tables import PublicDigestRow
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Reporting

HOST = "cx-mem-gov-query.example"
SENDER = "东江市互联网信息办公室"


def fill(session: Session) -> int:
    """One case that was referred and went down."""
    world = Little(session)
    world.people()
    case = world.case(HOST, "2026-05-10", operator="op-7")
    world.say(case, "2026-05-11")
    world.letter([case], "cyberspace", drafted="2026-05-12", sent="2026-05-13")
    world.letter([case], "police", drafted="2026-05-12", sent="2026-05-14")
    world.letter([case], "organ", drafted="2026-05-12", sent="2026-05-14")
    world.look(case, "2026-06-20", "gone")
    session.get_one(CaseRow, case).state = "down"
    site = session.query(SiteRow).one()
    site.registration = {"registrant": "赵某某科技工作室", "registrar": "某注册商"}
    session.flush()
    return case


def drafted(session: Session, watchlist: Watchlist, reporting: Reporting, by: str = "chen") -> PublicDigestRow:
    case = fill(session)
    text = digest.digest_text(session, watchlist, reporting.campaign, [case])
    return digest_life.add_draft(session, text, [case], by)


def test_a_case_is_told_without_names_days_or_addresses(
    one_store: Store, watchlist: Watchlist, reporting: Reporting
) -> None:
    with one_store.transaction() as session:
        text = drafted(session, watchlist, reporting).text
    assert "案例一　“cx-****le”网站涉嫌仿冒应急管理部网站案" in text
    assert "2026年5月将有关线索移送网信部门、公安机关依法处理。2026年6月，经复查，该网站已无法访问" in text
    assert "核实" not in text
    for secret in (HOST, "query", "op-7", "赵某某", "月13日", "chen"):
        assert secret not in text


def test_only_an_approved_digest_loses_its_mark(store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with store.transaction() as session:
        row = drafted(session, watchlist, reporting)
        files = digest_life.files_of(row, SENDER)
        assert sorted(files) == ["digest-1-draft.docx", "digest-1-draft.marked.txt", "digest-1-draft.txt"]
        assert "草稿" in files["digest-1-draft.txt"].decode()
        for by, error in (("chen", "起草或者修改|须为"), ("li", "须为"), ("vera", "须为")):
            with pytest.raises(NotAllowed, match=error):
                digest_life.approve(session, row.id, by)
        row = digest_life.approve(session, row.id, "wang", "可以发布")
        public = digest_life.files_of(row, SENDER)
        assert [(event.event, event.by) for event in row.events] == [("drafted", "chen"), ("approved", "wang")]
        with pytest.raises(NotAllowed, match="approved"):
            digest_life.edit(session, row.id, row.text, "chen")
    assert sorted(public) == ["digest-1.docx", "digest-1.txt"]
    document = docx.Document(BytesIO(public["digest-1.docx"]))
    assert "草稿" not in public["digest-1.txt"].decode() + "".join(p.text for p in document.paragraphs)
    assert document.core_properties.comments == ""


def test_whoever_has_written_or_edited_it_does_not_approve_it(
    store: Store, watchlist: Watchlist, reporting: Reporting
) -> None:
    with store.transaction() as session:
        row = drafted(session, watchlist, reporting, by="zhao")
        with pytest.raises(NotAllowed, match="他人"):
            digest_life.approve(session, row.id, "zhao")
        new = digest_life.edit(session, row.id, row.text.replace("近期", "今年以来"), "wang")
        assert (row.state, new.edits, new.state) == ("replaced", row.id, "draft")
        for by in ("wang", "zhao"):
            with pytest.raises(NotAllowed, match="他人"):
                digest_life.approve(session, new.id, by)
        with pytest.raises(NotAllowed, match="replaced"):
            digest_life.approve(session, row.id, "wang")
        with pytest.raises(NotAllowed, match="理由"):
            digest_life.reject(session, new.id, "wang", " ")
        assert digest_life.reject(session, new.id, "wang", "案情太细").state == "rejected"


CAUGHT = (
    "联系电话190-0000-4321", "身份证11010519491231002X", "微信号：fake_seller8", "邮箱 someone@mail.example.com",
    "请打开https://site.example/x", "请打开 www.site.example", "见site[.]example页面", "见 site．example 页面",
    f"网站{HOST}", "网站CX-MEM-GOV-QUERY . EXAMPLE", "赵某某科技工作室所有", "团伙op-7", "另有 a-b.top 网站",
)  # fmt: skip
SPARED = (
    "2026年5月，“cx-****le”网站涉嫌仿冒", "共计3.5万元、1000余人", "拨打12350、12377或者110", "依据第280条第1款",
    "自2026-06-01起", "“sit****om”", "罚款30000元",
)  # fmt: skip


def test_the_gate_by_its_table(one_store: Store) -> None:
    with one_store.transaction() as session:
        case = fill(session)
        missed = [text for text in CAUGHT if not problems(session, f"# 标题\n+ {text}。", [case])]
        wrong = {text: found for text in SPARED if (found := problems(session, f"# 标题\n+ {text}。", [case]))}
    assert missed == []
    assert wrong == {}


def test_nothing_of_a_refused_text_is_kept(store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with store.transaction() as session:
        row = drafted(session, watchlist, reporting)
        for text in (f"{row.text}\n+ 联系电话190-0000-4321", "没有行首标记", "+ 没有标题"):
            with pytest.raises(BadInput):
                digest_life.edit(session, row.id, text, "chen")
        assert session.query(PublicDigestRow).count() == 1
        assert row.state == "draft"


def test_what_is_learnt_later_stops_the_approval(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        row = drafted(session, watchlist, reporting)
        new = digest_life.edit(session, row.id, f"{row.text}\n+ 该网站由钱某某经营部开办。", "chen")
        session.query(SiteRow).one().registration = {"registrant_name": "钱某某经营部"}
        session.flush()
        with pytest.raises(BadInput, match="域名注册信息"):
            digest_life.approve(session, new.id, "wang")
        assert new.state == "draft"


def test_which_cases_may_be_told(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        ended = fill(session)
        world = Little(session)
        fresh = world.case("fresh.example", "2026-05-01")
        asked = world.case("asked.example", "2026-05-01")
        world.say(asked, "2026-05-02")
        world.letter([asked], "organ", drafted="2026-05-12", sent="2026-05-14")
        alive = world.case("alive.example", "2026-05-01")
        world.say(alive, "2026-05-02")
        world.letter([alive], "market", drafted="2026-05-12", sent="2026-05-14")
        assert digest.by_rule(session) == [ended]
        for number in (fresh, asked):
            with pytest.raises(NotAllowed, match=f"案件 {number} 不能通报"):
                digest.digest_text(session, watchlist, reporting.campaign, [number])
        assert "正在依法办理" in digest.digest_text(session, watchlist, reporting.campaign, [alive])
        with pytest.raises(NoSuch):
            digest.digest_text(session, watchlist, reporting.campaign, [99])
        for many in ([], list(range(1, 30))):
            with pytest.raises(BadInput):
                digest.digest_text(session, watchlist, reporting.campaign, many)
        assert digest.listing(session) == [{"site": "cx-****le", "finding": "counterfeit_site", "state": "down"}]


@pytest.mark.parametrize("host", ["a.cn", "ab.cn", "x.com", "mem-gov.cn", "xn--fiqs8s.example", "198.18.0.7"])
def test_masked_names_cannot_be_opened(one_store: Store, host: str) -> None:
    shown = digest.masked(host)
    assert host not in shown
    with one_store.transaction() as session:
        assert problems(session, f"# 标题\n+ “{shown}”网站", []) == []
