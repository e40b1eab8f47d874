"""A real browser over captures made to break out: no script of theirs runs, nothing of theirs is asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from tests.review.review_desk import PASSWORD, Ids, Made, ServedDesk
from zhenwei.clock import now
from zhenwei.store.models import (
    AssessmentRow,
    CaseRow,
    FindingRow,
    LeadRow,
    NameEventRow,
    NightRow,
    TieRow,
    VisitRow,
)
from zhenwei.store.watched import watch

CANARY = "http://127.0.0.1:9/canary"
LEADING_OUT = "main a[href^=http], main a[href^=javascript], main form[action^=http]"
HOSTILE = (
    "<script>window.ran=1;document.title='ran'</script>",
    '"><img src=x onerror="window.ran=2">',
    f"'><img src={CANARY}><link rel=stylesheet href={CANARY}><iframe src={CANARY}></iframe>",
    "</bdi></td></table></main></textarea></title></style><svg onload=window.ran=3>",
    "javascript:window.ran=4",
    "{{ 7*7 }}{% raw %}{{ ''.__class__.__mro__ }}",
    "<style>*{display:none;background:url(" + CANARY + ")}</style>",
    f'<meta http-equiv=refresh content="0;url={CANARY}"><base href={CANARY}>',
    f"<form action={CANARY}><button autofocus>OK</button></form>",
    "\u202egnp.exe\u202c\u2066\u200b\u0000\u0007 e" + "\u0301" * 50,
    "龘" * 60_000,
)


def find_chromium() -> str:
    """Return a Chromium of this machine, or an empty string."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return os.environ.get("BROWSER_PATH", "") or next((path for name in names if (path := shutil.which(name))), "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if not path:
        pytest.skip("no Chromium (BROWSER_PATH or on the PATH)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path)
        yield running
        running.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path_factory.mktemp("desk")) as served:
        yield served


@pytest.fixture
def page(desk: ServedDesk, browser: Browser) -> Iterator[Page]:
    """A page of a browser in which the analyst is logged in."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        opened = context.new_page()
        opened.goto(f"http://127.0.0.1:{desk.port}/login")
        opened.fill("#name", "analyst")
        opened.fill("#password", PASSWORD)
        opened.click("main button")
        yield opened


def poison(desk: ServedDesk, made: Ids, text: str) -> None:
    """Put the text into every field that a capture, a lead or a source fills."""
    with desk.store.transaction() as session:
        row = session.get_one(CaseRow, made.case)
        row.url, row.operator, row.target, row.verdict = text, text, text, text
        opinion = session.get_one(AssessmentRow, made.opinion)
        opinion.contacts = [{"kind": text, "value": text, "masked": text, "quote": text, "source": text}]
        for finding in session.scalars(select(FindingRow).filter_by(assessment_id=made.opinion)):
            finding.rule, finding.detail, finding.quote, finding.against = text, text, text, text
            finding.url, finding.profile, finding.side = text, text, text
        for visit in session.scalars(select(VisitRow).filter_by(id=made.visit)):
            visit.url, visit.final_url, visit.title, visit.error = text, text, text, text
            visit.profile, visit.outcome, visit.purpose = text, text, text
        for lead in session.scalars(select(LeadRow).filter_by(site_id=row.site_id)):
            lead.url, lead.why, lead.source, lead.reference = text, text, text, text
        tie = TieRow(case_id=made.case, other_id=made.case, kind=text, value=text, strength=text, made_at=now())
        session.add(tie)
        name, _ = watch(session, row.site.host, text)
        name.state = name.family = text
        session.add(NameEventRow(name_id=name.id, night_id=1, at=now(), what=text, before=text, after=text))
        session.get_one(NightRow, 1).summary = {
            text[:80]: text,
            "silent": [text],
            "stages": {text[:80]: {text[:80]: text}},
        }


@pytest.mark.browser
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_captures_stay_text(desk: ServedDesk, page: Page, number: int) -> None:
    text = HOSTILE[number]
    made = desk.made(Made(host=f"hostile{number}.example", markup=f"<html><body>{text}</body></html>"))
    poison(desk, made, text)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    here = f"http://127.0.0.1:{desk.port}"
    paths = ("/", "/queue?state=all", f"/cases/{made.case}", f"/cases/{made.case}/source/{made.visit}")
    for path in paths:
        answer = page.goto(here + path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("window.ran") is None
        assert page.title().endswith("甄伪")
        assert page.is_visible("footer"), "the page is whole to its end"
        assert page.evaluate(f"document.querySelectorAll({LEADING_OUT!r}).length") == 0
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing runs out of it"
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).netloc for url in asked} == {f"127.0.0.1:{desk.port}"}
    assert {urlsplit(url).path.split("/")[1] for url in asked} <= {"", "queue", "cases", "pictures", "static"}
    assert complaints == []


@pytest.mark.browser
def test_the_keyboard_chooses_and_a_press_decides(desk: ServedDesk, page: Page) -> None:
    case = desk.case(Made(host="keyboard.example", impersonation=100, sale=100))
    here = f"http://127.0.0.1:{desk.port}"
    page.goto(f"{here}/queue?verdict=counterfeit_site")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{here}/cases/{case}")
    page.keyboard.press("d")
    page.keyboard.type("只是同名的个人博客 c")
    page.click(".marked")
    page.wait_for_selector(".head .s-dismissed")
    page.wait_for_load_state()
    assert "只是同名的个人博客 c" in page.inner_text(".words")
