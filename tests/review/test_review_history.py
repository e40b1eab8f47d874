"""The history of a watched name on the page of its case."""

from __future__ import annotations

from pathlib import Path

from review.views.history import name_history
from tests.review.review_desk import Made, ServedDesk
from zhenwei.store.watched import save_look, save_shown, watched
from zhenwei.watching import Records, Says, Seen, Shown


def test_a_case_shows_what_became_of_its_name(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        watched_case, other = desk.case(Made(host="cx-mem.example")), desk.case(Made(host="other.example"))
        with desk.store.transaction() as session:
            servers = ("ns1.host.example",)
            save_look(session, 1, "cx-mem.example", Seen(Says.EMPTY, Records(name_servers=servers)), free_before=True)
            save_look(session, 1, "cx-mem.example", Seen(Says.ADDRESS, Records(("198.18.0.5",), servers)))
            row = watched(session, "cx-mem.example")
            assert row is not None
            assert row.last_looked_at
            save_shown(session, 1, row, Shown.PAGE, row.last_looked_at)
            history = name_history(session, "cx-mem.example")
            assert history is not None
            assert [what for _, what, _, _ in history.events] == ["page", "resolving", "registered"]
            assert name_history(session, "other.example") is None
        client = desk.client("viewer")
        text = client.get(f"/cases/{watched_case}").text
        for said in (
            "域名监测",
            "有网页",
            "新注册",
            "ns1[.]host[.]example",
            "开始解析",
            "198[.]18[.]0[.]5",
            "出现网页",
        ):
            assert said in text, said
        assert "域名监测" not in client.get(f"/cases/{other}").text
