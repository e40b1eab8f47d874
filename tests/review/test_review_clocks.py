"""Clocks on the desk: the list, the panel of a case, words beside the colours."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from review.views.clocks import ALL, ORDER, count_clocks, page_of, wanted
from takedown.ticking import marked_since
from tests.review.review_desk import ServedDesk
from zhenwei.clock import now
from zhenwei.store.letters_tables import ClockDoneRow, DispatchRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow
from zhenwei.watchlist.clocks import load_clocks


def add_sent(desk: ServedDesk, case: int, number: str = "某网信〔2026〕3号") -> None:
    """Add a letter to the police that went out forty days ago, and make the case one that was referred."""
    with desk.store.transaction() as session:
        row = session.get_one(CaseRow, case)
        row.state, row.last_seen = "sent", now() - timedelta(days=200)
        gone = now() - timedelta(days=40)
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
