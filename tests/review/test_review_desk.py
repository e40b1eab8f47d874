"""The pages, as roles see them, and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.review.review_desk import Made, ServedDesk, make_visit
from zhenwei.store.cases import decide
from zhenwei.store.faces import save_choice, save_differences
from zhenwei.store.leads import site_for
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, NightRow
from zhenwei.store.nights import finish_unit, plan_units, waiting_units
from zhenwei.types import Difference, Profile, Verdict, Word


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def decisions(desk: ServedDesk) -> list[DecisionRow]:
    with desk.store.transaction() as session:
        return list(session.scalars(select(DecisionRow).order_by(DecisionRow.id)))


def test_the_front_page_before_the_first_night(desk: ServedDesk) -> None:
    assert "还没有运行过夜间任务" in desk.client("viewer").get("/").text


def test_the_front_page_tells_of_last_night_and_what_waits(desk: ServedDesk) -> None:
    desk.case()
    with desk.store.transaction() as session:
        night = session.get_one(NightRow, 1)
        night.summary = {"warnings": ["未找到浏览器"], "weak": {"feeds:https://l.example/x": {"state": "stale"}}}
        plan_units(session, 1, "search", [("baidu", "1:x", {})])
        finish_unit(session, waiting_units(session, 1, "search")[0].id, "blocked", looked_at=3, found=2)
    text = desk.client("viewer").get("/").text
    told = ("未找到浏览器", "hxxps://l[.]example/x", "长期未更新", "百度", "被拦截")
    for expected in (*told, "/queue?state=new", "正在运行"):
        assert expected in text


def test_the_queue_puts_harm_and_certainty_first(desk: ServedDesk) -> None:
    unclear = Made(host="unclear.example", verdict=Verdict.UNCLEAR, impersonation=90, sale=0)
    sale = Made(host="sale.example", verdict=Verdict.SALE, impersonation=0, sale=95)
    copy = Made(host="copy.example", impersonation=92, sale=40)
    for made in (unclear, sale, copy):
        desk.case(made)
    text = desk.client("viewer").get("/queue").text
    places = [text.index(name) for name in ("copy[.]example", "sale[.]example", "unclear[.]example")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("verdict=certificate_sale", "sale[.]example", "copy[.]example"),
        ("state=hold", "copy[.]example", "sale[.]example"),
        ("state=open", "sale[.]example", "copy[.]example"),
        ("state=all&target=mem", "copy[.]example", "nothing"),
        ("state=nonsense", "没有符合条件的案件", "copy[.]example"),
        ("region=000000", "sale[.]example", "nothing"),
        ("region=330000", "没有符合条件的案件", "sale[.]example"),
        ("state=all&source=lookalikes", "copy[.]example", "nothing"),
        ("source=feeds", "没有符合条件的案件", "sale[.]example"),
        ("state=all&mine=1", "没有符合条件的案件", "copy[.]example"),
        ("operator=op-1", "没有符合条件的案件", "sale[.]example"),
        ("since=2026-11-21&until=2026-11-21", "sale[.]example", "nothing"),
        ("until=2026-11-20", "没有符合条件的案件", "sale[.]example"),
        ("after=0.1", "没有符合条件的案件", "copy[.]example"),
        ("q=%00", "sale[.]example", "nothing"),
    ],
)
def test_the_queue_filters(desk: ServedDesk, query: str, shown: str, hidden: str) -> None:
    desk.case(Made(host="sale.example", verdict=Verdict.SALE))
    held = desk.case(Made(host="copy.example"))
    with desk.store.transaction() as session:
        decide(session, [held], Word.HOLD, "analyst", "why")
    text = desk.client("viewer").get(f"/queue?{query}").text
    assert shown in text
    assert hidden not in text


@pytest.mark.parametrize(
    "query", ["after=0", "after=9999999.1", "before=1.99999999999", "since=tomorrow", "until=2026-02-30", "done=-1"]
)
def test_a_place_or_a_day_that_is_none_is_refused(desk: ServedDesk, query: str) -> None:
    assert desk.client("viewer").get(f"/queue?{query}").status == 400


def test_an_international_name_is_shown_twice_and_never_as_a_link(desk: ServedDesk) -> None:
    desk.case(Made(host="xn--fiq06l2rdsvs.example"))
    text = desk.client("viewer").get("/queue").text
    assert "[.]example" in text
    assert "xn--fiq06l2rdsvs[.]example" in text
    assert 'href="http' not in text


def test_an_unrendered_case_says_so(desk: ServedDesk) -> None:
    case = desk.case()
    client = desk.client("viewer")
    assert "未渲染</span>" not in client.get("/queue").text
    with desk.store.transaction() as session:
        session.scalars(select(AssessmentRow)).one().not_rendered = True
    assert "未渲染</span>" in client.get("/queue").text
    assert "未渲染</span>" in client.get(f"/cases/{case}").text


def test_the_case_shows_what_a_decision_needs(desk: ServedDesk) -> None:
    case = desk.case()
    with desk.store.transaction() as session:
        site = site_for(session, "cx.mem.gov.cn")
        site.organ = "mem"
        genuine = make_visit(session, desk.settings, site.id, "https://cx.mem.gov.cn/", Made(), purpose="official").id
    text = desk.client("viewer").get(f"/cases/{case}").text
    for expected in (
        "仿冒网站", "title.borrowed", "<mark>全国统一查询入口</mark>", "应急管理部", "hxxp://cx-mem[.]example/",
        "形近域名",
        "190****1234", "screenshot.png", f'src="/pictures/{genuine}/missed/', "2026-11-21 02:30", "2026-11-01",
    ):  # fmt: skip
        assert expected in text
    assert "190-0000-1234" not in text
    assert "您的角色只能查看" in text


def test_pictures_are_made_anew(desk: ServedDesk) -> None:
    desk.case()
    answer = desk.client("viewer").get("/pictures/1.webp")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.body[8:12] == b"WEBP"
    assert desk.client("viewer").get("/pictures/99.webp").status == 404


def test_the_source_is_text_and_masked(desk: ServedDesk) -> None:
    case = desk.case()
    text = desk.client("viewer").get(f"/cases/{case}/source/1").text
    assert "&lt;title&gt;" in text
    assert "190-0000-1234" not in text


def test_the_source_of_another_case_is_not_here(desk: ServedDesk) -> None:
    desk.case()
    other = desk.case(Made(host="other.example"))
    client = desk.client("viewer")
    assert client.get(f"/cases/{other}/source/1").status == 404
    assert client.get(f"/cases/{other}/source/99").status == 404
    assert client.get("/cases/99/source/1").status == 404
    assert client.get("/cases/99").status == 404
    assert client.get(f"/cases/{2**63}").status == 400
    assert client.get("/cases/x").status == 400


def test_the_desk_is_read_while_a_night_writes(desk: ServedDesk) -> None:
    case = desk.case()
    client = desk.client("viewer")
    with desk.store.transaction() as session:
        session.get_one(CaseRow, case).impersonation = 11.0
        session.flush()
        for path in ("/", "/queue", f"/cases/{case}", "/pictures/1.webp"):
            assert client.get(path).status == 200


def test_a_decision_is_a_row_with_the_score_shown(desk: ServedDesk) -> None:
    case = desk.case()
    client = desk.client("analyst")
    assert client.decide(case, "confirmed", "页面冒用名称").status == 303
    (row,) = decisions(desk)
    assert (row.by, row.word, row.why, row.impersonation_shown, row.rules_shown) == (
        "analyst", "confirmed", "页面冒用名称", 88.0, ["title.borrowed"],
    )  # fmt: skip
    assert "页面冒用名称" in client.get(f"/cases/{case}").text
    assert "页面冒用名称" in client.get("/").text


@pytest.mark.parametrize("why", ["", "   ", "x" * 2001])
def test_a_decision_without_a_proper_reason_is_not_written(desk: ServedDesk, why: str) -> None:
    answer = desk.client("analyst").decide(desk.case(), "confirmed", why)
    assert answer.status == 400
    assert "请填写理由" in answer.text
    assert decisions(desk) == []


def test_an_unknown_word_is_refused(desk: ServedDesk) -> None:
    assert desk.client("analyst").decide(desk.case(), "approved", "why").status == 400


@pytest.mark.parametrize(
    ("role", "allowed"), [("viewer", False), ("analyst", True), ("reviewer", True), ("admin", True)]
)
def test_who_may_decide(desk: ServedDesk, role: str, allowed: bool) -> None:
    case = desk.case()
    client = desk.client(role)
    page = client.get(f"/cases/{case}")
    assert ('name="seen"' in page.text) is allowed
    answer = client.post(
        f"/cases/{case}/decision", token=page.field("token"), seen="1-0", word="confirmed", why="because"
    )
    assert answer.status == (303 if allowed else 403)
    assert len(decisions(desk)) == allowed


@pytest.mark.parametrize("first", ["confirmed", "hold"])
def test_the_later_analyst_sees_what_happened(desk: ServedDesk, first: str) -> None:
    case = desk.case()
    with desk.store.transaction() as session:
        decide(session, [case], Word.HOLD, "admin", "先放一放")
    later = desk.client("reviewer")
    stale = later.get(f"/cases/{case}")
    assert desk.client("analyst").decide(case, first, "先到的理由").status == 303
    answer = later.post(
        f"/cases/{case}/decision",
        token=stale.field("token"),
        seen=stale.field("seen"),
        word="dismissed",
        why="后到的理由",
    )
    assert answer.status == 409
    assert "先到的理由" in answer.text
    assert "后到的理由</textarea>" in answer.text
    assert [row.word for row in decisions(desk)] == ["hold", first]
    assert later.decide(case, "dismissed", "后到的理由").status == 303


def test_of_two_at_once_one_is_written(desk: ServedDesk) -> None:
    case = desk.case()
    clients = [desk.client("analyst"), desk.client("reviewer")]
    pages = [client.get(f"/cases/{case}") for client in clients]

    def send(number: int) -> int:
        page = pages[number]
        fields = {"token": page.field("token"), "seen": page.field("seen"), "word": "hold", "why": f"reason {number}"}
        return clients[number].post(f"/cases/{case}/decision", **fields).status

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, (0, 1))) == [303, 409]
    assert len(decisions(desk)) == 1


def test_a_new_score_counts_as_a_change(desk: ServedDesk) -> None:
    case = desk.case()
    client = desk.client("analyst")
    stale = client.get(f"/cases/{case}")
    with desk.store.transaction() as session:
        session.get_one(CaseRow, case).impersonation = 20.0
    answer = client.post(
        f"/cases/{case}/decision", token=stale.field("token"), seen=stale.field("seen"), word="confirmed", why="why"
    )
    assert answer.status == 409
    assert decisions(desk) == []


def test_a_case_under_letter_takes_no_decision(desk: ServedDesk) -> None:
    case = desk.case()
    client = desk.client("analyst")
    with desk.store.transaction() as session:
        session.get_one(CaseRow, case).state = "sent"
    page = client.get(f"/cases/{case}")
    assert "请先撤回函件" in page.text
    answer = client.post(f"/cases/{case}/decision", token=page.field("token"), seen="2-0", word="confirmed", why="why")
    assert answer.status == 409
    assert decisions(desk) == []


def test_what_profiles_were_shown_differently_stands_on_the_case_page(desk: ServedDesk) -> None:
    case = desk.case()
    contact = "仅手机出现联系方式：电话 190-0000-1234"
    with desk.store.transaction() as session:
        site = session.get_one(CaseRow, case).site_id
        save_choice(session, 1, site, "name", "域名可疑，首次访问：全部身份", tuple(Profile))
        found = [
            Difference("http://a.example/", "words", (Profile.PHONE,), (Profile.DESKTOP,), "仅手机出现：免考<b>"),
            Difference("http://a.example/", "contacts", (Profile.PHONE,), (Profile.DESKTOP,), contact),
        ]
        save_differences(session, 1, site, found)
    page = desk.client("analyst").get(f"/cases/{case}").text
    assert "不同身份所见不同" in page
    assert "仅手机出现：免考&lt;b&gt;" in page
    assert "域名可疑，首次访问：全部身份" in page
    assert "1234" not in page.split("不同身份所见不同")[1].split("</table>")[0].replace("190****1234", "")
