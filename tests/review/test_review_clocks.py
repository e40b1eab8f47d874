"""Clocks on the desk: the list, the panel of a case, words beside the colours."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from review.views.clocks import ALL, ORDER, count_clocks, page_of, wanted
from takedown.ticking import marked_since
from tests.review.review_desk import ServedDesk, settings_in
from zhenwei.clock import now
from zhenwei.store.letters_tables import ClockDoneRow, DispatchRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow
from zhenwei.watchlist.clocks import load_clocks

MONTH = """[[clock]]
id = "own"
name = "三十日内答复"
starts = "sent"
unit = "days"
length = 30
what = "催询答复情况"
law = "本办约定"
"""


def add_sent(desk: ServedDesk, case: int, number: str = "某网信〔2026〕3号", days: int = 40) -> None:
    """Add a letter to the police that went out some days ago, and make the case one that was referred."""
    with desk.store.transaction() as session:
        row = session.get_one(CaseRow, case)
        row.state, row.last_seen = "sent", now() - timedelta(days=200)
        gone = now() - timedelta(days=days)
        notice = NoticeRow(
            recipient="police", office="某市公安局<script>", kind="police-clue", title="t", state="sent",
            folder="1-police", number=number, drafted_by="analyst", drafted_at=gone,
        )  # fmt: skip
        notice.cases = [NoticeCaseRow(case_id=case)]
        session.add(notice)
        session.flush()
        session.add(DispatchRow(notice_id=notice.id, sent_at=gone, by="analyst", at=gone, cites=[]))


def test_the_list_and_the_panel(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        case = desk.case()
        add_sent(desk, case)
        client = desk.client("viewer")
        text = client.get("/clocks").text
        for said in (
            "期限",
            "已逾期",
            "公安机关决定是否立案",
            "某网信〔2026〕3号",
            "收文之日未登记",
        ):
            assert said in text, said
        assert "<script>" not in text.replace('<script src="', "")
        assert f'href="/cases/{case}"' in text
        over = client.get("/clocks?state=overdue").text
        assert "公安机关决定是否立案" in over
        assert client.get("/clocks?state=%3Cb%3E").status == 200
        assert "接入服务记录留存届满" not in text, "what lapsed long ago is no task"
        every = client.get("/clocks?state=all").text
        assert "接入服务记录留存届满" in every
        assert "条文待核" in every
        assert "已届满" in client.get("/clocks?state=lapsed").text
        page = client.get(f"/cases/{case}").text
        for said in ("接入服务记录留存届满", "网络日志留存届满", "公安机关决定是否立案", "逾期", "已届满"):
            assert said in page, said
        assert "治安管理处罚追究时效" not in page, "the police have been told"
        assert 'href="/clocks"' in client.get("/").text
        assert "soon due" in client.get("/clocks?lang=en").text


def test_nobody_sees_clocks_without_an_account(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        assert desk.client().get("/clocks").status == 303


def test_what_is_done_is_marked_with_a_name_and_gone(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        add_sent(desk, desk.case())
        with desk.store.reading() as session:
            counted = count_clocks(session, load_clocks(desk.settings.watchlist_dir), now())
            for state in ("", ALL, *ORDER):
                assert page_of(count_clocks(session, load_clocks(), now(), wanted(state)), state) == page_of(
                    counted, state
                )
        client, viewer = desk.client("analyst"), desk.client("viewer")
        page = client.get("/clocks")
        keys = re.findall(r'name="key" value="([^"]+)"', page.text)
        key = next(one for one in keys if one.endswith(":n1"))
        assert 'name="key"' not in viewer.get("/clocks").text
        assert viewer.post("/clocks/done", token=viewer.get("/clocks").field("token"), key=key).status == 403
        assert client.post("/clocks/done", token=page.field("token"), key="no-such:n1").status == 400
        assert client.post("/clocks/done", token=page.field("token"), key=key, note="电话核实").status == 303
        assert f'value="{key}"' not in client.get("/clocks").text
        with desk.store.reading() as session:
            row = session.query(ClockDoneRow).one()
            assert (row.key, row.by, row.note) == (key, "analyst", "电话核实")
            gone = marked_since(session, row.at)
        before, after = page_of(counted, "overdue"), page_of(counted, "overdue", gone)
        assert [line.key for line in after.lines] == [line.key for line in before.lines if line.key != key]
        assert dict(after.counts)["overdue"] == dict(before.counts)["overdue"] - 1


@pytest.mark.parametrize(
    ("sent", "front", "listed"),
    [
        (None, ["没有进行中的期限。"], "没有已逾期、即将届满的期限。"),
        (10, ["没有已逾期、即将届满的期限。", "进行中 1", "最近届满：", "还有 20 日"], "没有已逾期、即将届满的期限。"),
        (29, ["即将届满 1", "最近届满：", "还有 1 日"], ""),
        (40, ["已逾期 1"], ""),
    ],
)
def test_none_is_said_only_of_what_there_is_none(
    tmp_path: Path, sent: int | None, front: list[str], listed: str
) -> None:
    settings = settings_in(tmp_path)
    assert settings.watchlist_dir is not None
    (settings.watchlist_dir / "clocks.toml").write_text(MONTH, "utf-8")
    every = ("没有已逾期、即将届满的期限。", "没有进行中的期限。", "最近届满：", "进行中 1", "即将届满 1", "已逾期 1")
    with ServedDesk(tmp_path) as desk:
        case = desk.case()
        if sent is not None:
            add_sent(desk, case, days=sent)
        client = desk.client("viewer")
        text = client.get("/").text
        assert [said for said in every if said in text and said not in front] == []
        assert [said for said in front if said not in text] == []
        if "最近届满：" in front:
            assert "三十日内答复" in text
            assert '<a href="/letters/1">' in text
        page = client.get("/clocks").text
        assert [said for said in every[:2] if said in page] == ([listed] if listed else [])
        for state, words in (
            ("running", "没有状态为“进行中”的期限。"),
            ("lapsed", "没有状态为“已届满”的期限。"),
            ("all", "没有期限。"),
        ):
            there = state != "lapsed" and sent is not None and (state == "all" or sent == 10)
            assert (words in client.get(f"/clocks?state={state}").text) is not there, state
        english = client.get("/clocks?lang=en").text
        assert ("No clock is overdue or soon due." in english) is bool(listed)
