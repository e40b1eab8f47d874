"""Clocks on the desk: the list, the panel of a case, words beside the colours, and colours that can be read."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

import review
from takedown.clocks import Stand
from tests.review.review_desk import ServedDesk
from zhenwei.clock import now
from zhenwei.store.letters_tables import DispatchRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow


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


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def light(color: str) -> float:
    red, green, blue = (channel(int(color[n : n + 2], 16)) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("stand", Stand)
def test_colours_can_be_read(stand: Stand) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 between text and ground; and the state is a word, not a colour alone (1.4.1)."""
    sheet = (Path(review.__file__).parent / "static" / "desk.css").read_text("utf-8")
    named = dict(re.findall(r"--(\w+): (#\w{6})", sheet))
    rule = re.search(rf"\.ck-{stand.value} {{([^}}]*)}}", sheet)
    assert rule
    found = re.search(r"background: (#\w{6}); color: (#\w{6}|var\(--\w+\))", rule[1])
    assert found
    ground, ink = str(found[1]), named.get(str(found[2])[6:-1], str(found[2]))
    bright, dark = sorted((light(ground), light(ink)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5
