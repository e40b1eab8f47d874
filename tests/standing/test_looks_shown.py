"""What people see of looks: the case page, the commands, the night's summary, the letters' dates."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console

from takedown.gather import _alive
from tests.review.review_desk import MOMENT, Made, ServedDesk
from zhenwei.cli.caseviews import brief, full
from zhenwei.cli.night import show
from zhenwei.stages.summary import summarize
from zhenwei.store.cases import get_case
from zhenwei.store.looks import add_move, plan_look, seen_alive, standing_for, waiting_looks
from zhenwei.store.models import SiteRow

OLD, NEW = "cx-mem.example", "cx-mem-new.example"
ANSWERS = [
    {"server": f"192.0.2.{n}", "says": "absent", "addresses": [], "special": False, "parked": "", "why": ""}
    for n in (1, 2)
]


def _filled(desk: ServedDesk) -> tuple[int, int]:
    old, new = desk.made(Made(host=OLD)), desk.case(Made(host=NEW))
    with desk.store.transaction() as session:
        plan_look(session, 1, old.case, ANSWERS)
        session.flush()
        (look,) = waiting_looks(session, 1)
        look.standing, look.cause, look.at, look.event = "down", "no_name", MOMENT + timedelta(days=3), "gone"
        look.why, look.visits = "域名不存在（两个解析器）<script>", [old.visit]
        case = get_case(session, old.case)
        seen_alive(session, old.case, MOMENT, old.visit)
        seen_alive(session, old.case, MOMENT - timedelta(days=9), old.visit)  # older: changes nothing
        row = standing_for(session, old.case)
        row.standing, row.why, row.first_down = "down", look.why, MOMENT + timedelta(days=1)
        row.gone_since = look.at
        site = session.get_one(SiteRow, get_case(session, new).site_id)
        for _ in range(2):
            add_move(
                session, case, site, f"http://{NEW}/", "wechat", value="dg***11", visit=old.visit, night_id=1, at=MOMENT
            )
    return old.case, new


def test_the_case_page_tells_what_became_of_the_site(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        old, new = _filled(desk)
        client = desk.client("viewer")
        text = client.get(f"/cases/{old}").text
        for said in (
            "复查与去向",
            "无法访问",
            "认定下线",
            "域名不存在",
            "192[.]0[.]2[.]2",
            "不存在",
            "疑似迁移至",
            "微信号",
        ):
            assert said in text, said
        assert "2026-11-21 02:30:00" in text  # last seen alive, to the second, in Beijing
        assert "<script>" not in text.replace('<script src="/static/desk.js" defer>', "")
        other = client.get(f"/cases/{new}").text
        assert "疑似由此迁来" in other
        assert f"/cases/{old}" in other


def test_the_commands_tell_it(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        old, new = _filled(desk)
        with desk.store.reading() as session:
            line = brief(session, get_case(session, old))
            assert (line["standing"], line["last_alive"]) == ("down", MOMENT.isoformat())
            assert line["first_down"] == (MOMENT + timedelta(days=1)).isoformat()
            told = full(session, get_case(session, old), tmp_path)["recheck"]
            assert [(one["standing"], one["cause"], one["event"]) for one in told["looks"]] == [
                ("down", "no_name", "gone")
            ]
            assert [one["server"] for one in told["looks"][0]["resolvers"]] == ["192.0.2.1", "192.0.2.2"]
            assert [(one["case"], one["host"], one["how"]) for one in told["moved_to"]] == [(new, NEW, "wechat")]
            back = full(session, get_case(session, new), tmp_path)["recheck"]
            assert [(one["case"], one["host"]) for one in back["moved_from"]] == [(old, OLD)]
            json.dumps([told, back])
            assert _alive(session, get_case(session, old))[1].isoformat() == "2026-11-21"


def test_the_summary_names_what_has_changed(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        old, _ = _filled(desk)
        with desk.store.reading() as session:
            said = summarize(session, desk.settings, 1, MOMENT, {})
        assert said.stages["recheck"] == {"down": 1}
        assert said.rechecked[0].startswith(f"案件 {old} {OLD}：已下线（域名不存在")
        assert "最近一次见涉案内容 2026-11-21 02:30:00" in said.rechecked[0]
        assert said.rechecked[1] == f"案件 {old} {OLD}：疑似迁移至 {NEW}（微信号相同（dg***11））"
        out = StringIO()
        show(said, Console(file=out, width=100))
        assert "复查动态" in out.getvalue()
        assert "无法访问 1" in out.getvalue()
