"""A recheck over two days with real spiders, two name servers and the lab's proxy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.standing.world import SALE, Answer, Story
from zhenwei.evidence.verify import verify
from zhenwei.store.looks import looks_of, moves_from

STAYS, LEAVES, DIES, NEW = "dgz-zai.example.com", "dgz-ban.example.net", "dgz-guan.example.edu", "dgz-xin.top"


def _page(number: int) -> str:
    return SALE.format(wechat=f"dgz-1900000{number:04}")


@pytest.mark.slow
@pytest.mark.timeout(900)  # three runs of spiders; nothing depends on how fast they are
def test_alive_moved_and_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        story = Story(tmp_path, patch)
        story.sites = {STAYS: Answer(_page(1)), LEAVES: Answer(_page(2)), DIES: Answer(_page(3))}
        with story.day(0) as night:
            night.first(STAYS, LEAVES, DIES)
            night.confirm(STAYS, LEAVES, DIES)
    story.sites |= {LEAVES: Answer(to=f"http://{NEW}/"), NEW: Answer(_page(4))}
    del story.sites[DIES]
    with story.lab_day(1, ZHENWEI_RECHECK_LOOKS="1") as night:
        said = night.recheck()
        assert said.stages["recheck"] == {"alive": 1, "down": 1, "moved": 1}
        with night.store.reading() as session:
            cases = {host: night.case(session, host) for host in (STAYS, LEAVES, DIES, NEW)}
            looks = {host: looks_of(session, cases[host].id) for host in (STAYS, LEAVES, DIES)}
            assert {host: (found[0].standing, found[0].cause) for host, found in looks.items()} == {
                STAYS: ("alive", "shows"), LEAVES: ("moved", "http"), DIES: ("down", "no_name"),
            }  # fmt: skip
            assert {host: case.state for host, case in cases.items()} == {
                STAYS: "sent", LEAVES: "sent", DIES: "down", NEW: "new",
            }  # fmt: skip
            assert [move.site.host for move in moves_from(session, cases[LEAVES].id)] == [NEW]
            folder = looks[STAYS][0].folder
            assert verify(night.settings.evidence_dir / folder) == []
