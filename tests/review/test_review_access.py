"""Filings, addresses and place: the desk says what the letter says, in both languages, whatever a capture holds."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from review.views.access import access_view
from takedown.draft import draft
from takedown.gather import gather
from takedown.marks import filing_numbers, police_numbers, visible_text
from takedown.sites import site_words
from tests.review.letters_desk import LettersDesk, copied, fields_of
from tests.review.review_desk import Made
from tests.takedown.letters_world import World, finding, phone, picture
from zhenwei.errors import EvidenceError, NotAllowed
from zhenwei.evidence.names import inside
from zhenwei.store.models import CaseRow, FindingRow, VisitRow

NUMBER, POLICE, CODE, ADDRESS = "鲁ICP备15990044号", "鲁公网安备37010202000001号", "bm37000001", "198.18.0.7"
FOOTER = f"<p>特种作业操作证查询</p><footer>{NUMBER} 鲁公网安备 37010202000001号 网站标识码{CODE}</footer>"


def jcard(*mails: str) -> list[object]:
    return ["vcard", [["email", {}, "text", mail] for mail in mails]]


RDAP = {
    "ldhName": "b.example",
    "registrar": "某注册服务有限公司",
    "source": "rdap",
    "events": [{"eventAction": "last update of RDAP database", "eventDate": "2026-11-19T00:00:00Z"}],
    "nameservers": [{"ldhName": "ns1.host.example"}],
    "entities": [
        {
            "roles": ["registrar"],
            "entities": [
                {"roles": ["abuse"], "vcardArray": jcard("abuse@registrar.example", "lisi@registrar.example")}
            ],
        },
        {"roles": ["registrant"], "vcardArray": jcard("abuse@person.example")},
    ],
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LettersDesk]:
    with LettersDesk(tmp_path) as served:
        yield served


def made(desk: LettersDesk, html: str = FOOTER, registration: dict[str, object] | None = None, **more: object) -> int:
    world = World(desk.store, desk.settings, desk.watchlist, iter(()))
    values = {"findings": (finding(),), "contacts": (phone(),), "screenshot": picture("red")} | more
    return world.case("b.example", html=html, registration=registration or RDAP, **values)  # type: ignore[arg-type]


def panel(desk: LettersDesk, case: int, which: str = "access", language: str = "zh") -> str:
    client = desk.client("viewer")
    client.cookies["zhenwei_lang"] = language
    answer = client.get(f"/cases/{case}")
    assert answer.status == 200
    return answer.text.partition(f'id="{which}"')[2].partition("</section>")[0]


def test_the_desk_shows_what_the_letter_states(desk: LettersDesk) -> None:
    case = made(desk)
    (letter,) = draft(desk.store, desk.settings, desk.watchlist, [case], "chen", "police")
    text = "\n".join(text for _mark, text in fields_of(desk.client("chen").get(f"/letters/{letter.id}/edit")))
    shown = unescape(panel(desk, case))
    with desk.store.reading() as session:
        view = access_view(session, case, desk.watchlist, desk.settings.evidence_dir)
        newest = session.query(VisitRow).order_by(VisitRow.id.desc()).first()
        assert newest is not None
        visit = newest.id
    for stated in (view.filing, view.police, f"接入地{view.place}", f"解析地址为{ADDRESS}", f"为{view.registrar}"):
        assert stated in text, stated
    for on_page in (view.filing, view.police, view.place, view.registrar, *view.reasons):
        assert on_page in shown, on_page
    for value in (NUMBER, POLICE, CODE, "198[.]18[.]0[.]7"):
        assert f"<bdi>{value}</bdi>" in shown, value
    assert shown.count(f'href="/cases/{case}/source/{visit}"') == 4
    assert "2026-11-21 02:30" in shown
    for said in ("abuse@registrar[.]example", "ns1[.]host[.]example", "RDAP", "2026-11-19"):
        assert said in shown, said
    assert "lisi" not in shown
    assert "person[.]example" not in shown


def test_no_case_of_a_whole_desk_differs_from_its_letter(full: Path, tmp_path: Path) -> None:
    compared = 0
    with LettersDesk(copied(full, tmp_path)) as desk, desk.store.reading() as session:
        lists, evidence = desk.watchlist, desk.settings.evidence_dir
        for case in session.query(CaseRow):
            try:
                site = gather(session, case, lists, evidence)
            except (NotAllowed, EvidenceError):
                continue
            words, view = site_words(site), access_view(session, case.id, lists, evidence)
            assert (view.filing, view.police, view.place) == (words.filing, words.police_filing, words.place)
            assert [one.value for one in view.addresses] == list(site.addresses)
            assert [one.value for one in view.icp] == list(site.icp)
            assert (view.reasons, view.registrar, view.registered_on) == (
                site.place_reasons, site.registrar, site.registered_on,
            )  # fmt: skip
            compared += 1
    assert compared > 5


def test_in_english_the_sentences_are_english_and_the_values_theirs(desk: LettersDesk) -> None:
    shown = panel(desk, made(desk), language="en")
    assert f"The page shows the filing number “<bdi>{NUMBER}</bdi>”; whether it is genuine is not known" in shown
    assert "Probably within the mainland" in shown
    assert "a filing presupposes hosting within the mainland" in shown


def test_what_is_not_known_is_a_dash(desk: LettersDesk) -> None:
    shown = panel(desk, made(desk, "<p>特种作业操作证查询", {"source": "whois"}))
    assert "页面未见备案编号" in shown
    assert "接入地" in shown
    assert "没有可以认定接入地的记录" in shown
    assert shown.count("—") == 8


def test_a_capture_that_no_letter_could_cite_is_named(desk: LettersDesk) -> None:
    case = made(desk)
    with desk.store.reading() as session:
        first, second = session.query(VisitRow).order_by(VisitRow.id)
        (inside(desk.settings.evidence_dir, second.folder) / "page.html").write_text("伪造 京ICP备10000000号")
    shown = panel(desk, case)
    assert f"取证 {second.id} 无法读取" in shown
    assert "10000000" not in shown
    assert f'href="/cases/{case}/source/{first.id}"' in shown


def test_hostile_captures_and_answers_stay_text(desk: LettersDesk) -> None:
    evil = '"><script>alert(1)</script>http://evil.example/'
    answer: dict[str, object] = {
        "registrar": evil,
        "source": evil,
        "nameservers": [{"ldhName": evil}],
        "network": {"country": evil},
        "entities": [{"roles": ["abuse"], "vcardArray": jcard("abuse@evil.example", evil)}, 7],
    }
    case = made(desk, f"<p>{NUMBER}&lt;script&gt;alert(2)&lt;/script&gt;", answer)
    for language in ("zh", "en"):
        shown = panel(desk, case, language=language)
        assert "<script" not in shown
        assert "evil.example" not in shown
        assert "evil[.]example" in shown


@pytest.mark.parametrize(
    "markup",
    ["<script " * 200_000, "<!--" * 300_000, "<" * 500_000, " " * 500_000, f"京公网安备{' ' * 500_000}x"],
)
def test_markup_that_is_never_closed_is_read_once(markup: str) -> None:
    text = visible_text(f"<p>{NUMBER}</p>{markup}")
    assert (filing_numbers(text), police_numbers(text)) == ((NUMBER,), ())


def test_contacts_name_the_page_that_a_reason_saw_them_on(desk: LettersDesk) -> None:
    ids = desk.made(Made(host="c.example"))
    with desk.store.transaction() as session:
        session.query(FindingRow).one().detail = "招徕旁留有联系方式（phone：190****1234）"
    shown = panel(desk, ids.case, "contacts")
    assert "hxxp://c[.]example/" in shown
    assert "电脑" in shown
    assert f'href="/cases/{ids.case}/source/{ids.visit}"' in shown
    with desk.store.transaction() as session:  # another number that looks the same: nobody knows which was meant
        opinion = session.query(FindingRow).one().assessment
        opinion.contacts = [*opinion.contacts, {**opinion.contacts[0], "value": "19099991234"}]
    assert "c[.]example" not in panel(desk, ids.case, "contacts")
