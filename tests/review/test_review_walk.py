"""The graph around a case: what is in it, where it ends, and a walk in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy.orm import Session

from review.views import walk
from review.views.walk import neighbourhood
from tests.review.review_desk import MOMENT, PASSWORD, Made, ServedDesk
from tests.review.test_review_hostile import find_chromium
from zhenwei.store.models import TieRow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def tie(session: Session, one: int, other: int, kind: str = "phone", strength: str = "strong") -> None:
    session.add(TieRow(case_id=one, other_id=other, kind=kind, value="v", strength=strength, made_at=MOMENT))


def chain(desk: ServedDesk) -> list[int]:
    """Make four cases in a row: 1-2 (two reasons), 2-3, 3-4."""
    cases = [desk.case(Made(host=f"site{number}.example", operator="op-1")) for number in range(1, 5)]
    with desk.store.transaction() as session:
        tie(session, cases[0], cases[1])
        tie(session, cases[0], cases[1], "icon", "weak")
        tie(session, cases[1], cases[2])
        tie(session, cases[2], cases[3], "icon", "weak")
    return cases


def test_a_case_and_its_neighbours(desk: ServedDesk) -> None:
    cases = chain(desk)
    found = json.loads(desk.client("viewer").get(f"/cases/{cases[1]}/ties.json").text)
    assert [node["case"] for node in found["nodes"]] == cases[:3]
    assert found["links"] == [
        {"one": cases[0], "other": cases[1], "strong": True, "kinds": ["手机号码", "网站图标"]},
        {"one": cases[1], "other": cases[2], "strong": True, "kinds": ["手机号码"]},
    ]
    assert found["nodes"][0]["host"] == "site1[.]example"
    assert {(node["state"], node["stands"]) for node in found["nodes"]} == {("new", "新发现")}
    assert desk.client("viewer").get("/cases/999/ties.json").status == 404
    assert desk.client().get(f"/cases/{cases[1]}/ties.json").status == 303


def test_a_large_group_is_shown_in_part(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_CASES", 4)
    first = desk.case(Made(host="hub.example"))
    others = [desk.case(Made(host=f"n{number}.example")) for number in range(6)]
    with desk.store.transaction() as session:
        for other in others:
            tie(session, first, other)
        session.flush()
        found = neighbourhood(session, first)
    assert (len(found.nodes), len(found.links), found.more) == (5, 4, True)


@pytest.mark.browser
def test_an_analyst_walks_from_case_to_case(desk: ServedDesk) -> None:
    cases = chain(desk)
    path = find_chromium()
    if not path:
        pytest.skip("no Chromium (BROWSER_PATH or on the PATH)")
    here = f"http://127.0.0.1:{desk.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{here}/login")
        page.fill("#name", "analyst")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.goto(f"{here}/cases/{cases[0]}")
        page.wait_for_selector("[data-nodes='2']")
        press = """(id) => {
          const chart = echarts.getInstanceByDom(document.querySelector('.walk-graph'));
          const model = chart.getModel().getSeriesByIndex(0);
          const [x, y] = model.getData().getItemLayout(model.getData().indexOfName(id));
          const at = chart.convertToPixel({seriesIndex: 0}, [x, y]);
          const box = document.querySelector('.walk-graph').getBoundingClientRect();
          return [box.x + at[0], box.y + at[1]];
        }"""
        page.locator(".walk-graph").scroll_into_view_if_needed()
        x, y = page.evaluate(press, "site2[.]example")
        page.mouse.click(x, y)
        page.wait_for_selector("[data-nodes='3']")
        assert "site2[.]example" in page.inner_text(".walk-said")
        page.click(".walk-said a")
        page.wait_for_url(f"{here}/cases/{cases[1]}")
        browser.close()
    assert complaints == []
