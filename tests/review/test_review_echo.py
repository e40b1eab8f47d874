"""What comes back: values of addresses and forms that a page shows again are text, on pages and on refusals alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser

from review.app import create_app
from review.headers import POLICY
from tests.review.browsing import STRANGE, browsing
from tests.review.letters_desk import LettersDesk, copied, save
from tests.review.markup import strange
from tests.review.payloads import CANARY, SUM, WORKED_OUT, breakers, everything, templates
from tests.review.review_desk import Answer, Client
from tests.review.test_review_rights import sample
from tests.review.test_review_strange import names
from tests.review.walking import walk

# A few that end any place a value may stand in, then as many others as fit in what the desk takes.
KEYS = (
    "\"'><script>window.ran=1</script>",
    '" autofocus onfocus=window.ran=1 x="',
    f"</textarea></title></script><img src={CANARY} onerror=window.ran=1>",
    f"javascript:window.ran=1//{{{{{SUM}}}}}",
    f"//127.0.0.1:9/${{{SUM}}}",
)


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LettersDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served


@pytest.fixture(scope="module")
def admin(desk: LettersDesk) -> Client:
    return desk.client("admin")


def check(answer: Answer, path: str) -> None:
    assert answer.status < 500, path
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert strange(answer.text) == [], path
        assert WORKED_OUT not in answer.text, path
        assert answer.headers["content-security-policy"] == POLICY
    elif answer.body:
        assert "sandbox" in answer.headers["content-security-policy"], path


def test_the_reader_sees_what_it_should() -> None:
    hostile = "".join(breakers()).replace("\0", "")
    assert len(strange(f"<p>{hostile}")) > 300
    for one in (
        "<a onclick=x>",
        "<p style=x>",
        "<a href=//x>",
        "<a href='JavaScript:x'>",
        "<script>x</script>",
        "<img src=data:x>",
        "<form action=http://x>",
        "<b hx-get=//x>",
        "<meta http-equiv=refresh>",
    ):
        assert strange(one), one
    for one in ("<a href=/x>", "<a href=?x>", "<a href=#x>", "<script src=/static/x.js></script>", "<p title='//x'>"):
        assert strange(one) == [], one


def test_no_page_has_anything_inline(desk: LettersDesk, admin: Client) -> None:
    paths, _others = walk(desk, admin, each=3)
    assert len(paths) > 40
    for path in [*paths, "/login", "/nothing-here", "/cases/999999", "/queue?after=x", "/cases/1/letters"]:
        for client in (admin, desk.client()):
            answer = client.get(path)
            check(answer, path)
            assert str(desk.settings.data_dir.parent) not in answer.text, f"{path} names a folder of this machine"


@pytest.mark.parametrize("number", range(len(KEYS)))
def test_values_of_an_address_stay_text(desk: LettersDesk, admin: Client, tmp_path: Path, number: int) -> None:
    text = KEYS[number]
    for path, own in names(create_app(desk.settings)).items():
        for client in (admin, desk.client()):
            every = urlencode(dict.fromkeys([*own, "nobody", text, "lang", "look"], text))
            check(client.get(f"{sample(path)}?{every}"), path)
            check(client.get(f"{sample(path)}?{text.replace(' ', '').replace('#', '')}={quote(text)}"), path)
        check(admin.get(f"{path.split('{')[0].rstrip('/')}/{quote(text)}"), path)
    check(desk.client().get("/login?" + urlencode({"next": text})), "next")


def test_thousands_of_them_in_the_search(admin: Client) -> None:
    for start in range(0, len(everything()), 40):
        text = " ".join(everything()[start : start + 40])
        for place in range(0, min(len(text), 2400), 200):
            check(admin.get("/queue?" + urlencode({"q": text[place : place + 200], "state": "all"})), "q")
            if place > 400:
                break


@pytest.mark.parametrize("number", range(len(KEYS)))
def test_what_was_typed_into_a_form_stays_text(desk: LettersDesk, admin: Client, number: int) -> None:
    text, token = KEYS[number], admin.get("/queue").field("token")
    seen = admin.get("/cases/1").field("seen")
    organ = admin.get("/watchlist/organs/mem").field("seen")
    for path, fields in (
        ("/login", {"name": text, "password": text, "next": text}),
        ("/cases/1/decision", {"word": "hold", "seen": text, "why": text, "opened": text}),
        ("/cases/1/decision", {"word": text, "seen": seen, "why": text}),
        ("/cases/1/undo", {"decision": "1", "seen": "x", "why": text}),
        ("/cases/1/notes", {"text": text * 300}),
        ("/cases/1/unmask", {"reason": ""}),
        ("/cases/1/opinions", {"question": text, "of": text}),
        ("/queue/filters", {"name": text[:40], "query": "q=" + quote(text)}),
        ("/queue/undo", {"took": text, "why": text, "query": text}),
        ("/queue/decision", {"pick": text, "word": text, "why": text, "query": text}),
        (
            "/reports/new",
            dict.fromkeys(
                ["source", "addresses", "account", "note", "reported_at", "reference", "reporter_name", "seen"], text
            ),
        ),
        ("/watchlist/new", {"slug": text}),
        ("/watchlist/lawful", {"host": text, "name": text, "why": text}),
        (
            "/watchlist/organs/mem",
            dict.fromkeys(["name", "aliases", "level", "region", "domains", "lookups", "titles", "icp"], text),
        ),
        (
            "/watchlist/organs/mem",
            {
                "name": text,
                "aliases": text,
                "domains": "mem.gov.cn",
                "level": "ministry",
                "region": "000000",
                "role": "protected",
                "seen": organ,
            },
        ),
        ("/accounts", {"name": text, "role": text}),
        ("/password", {"old": text, "new": text, "again": text}),
        (
            "/letters/1/steps/approve",
            dict.fromkeys(
                ["seen", "note", "number", "day", "signer", "received", "reply_by", "channel", "result"], text
            ),
        ),
        ("/letters/1/edit", {"mark": text, "text": text, "seen": "0", "version": "1", "why": text}),
    ):
        client = admin if path not in ("/login", "/password") else desk.client("viewer" if path == "/password" else "")
        own = token if client is admin else client.get("/login").field("token")
        answer = client.post(path, token=own, **fields)
        check(answer, path)
        if answer.status == 303:
            to = answer.headers["location"]
            assert to.startswith("/"), to
            assert not to.startswith("//"), to
            check(client.get(to.split("#")[0]), to)


@pytest.mark.browser
def test_and_a_browser_agrees(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin") as (page, watch):
        for text in KEYS:
            for path in (
                "/queue?q=",
                "/queue?operator=",
                "/queue?source=",
                "/audit?who=",
                "/audit?about=",
                "/letters?to=",
                "/reports?source=",
                "/clocks?state=",
                "/nothing-here/",
                "/cases/1?face=",
                "/?x=",
            ):
                address = path + quote(text, safe="")
                page.goto(address)
                assert page.evaluate(STRANGE) == [], address
                assert page.evaluate("[window.ran || 0, window.__ran.length]") == [0, 0], address
                assert watch.outgoing() == [], address


def test_letters_are_typed_text_not_templates(desk: LettersDesk) -> None:
    """The marked text goes to pages, PDF and DOCX as it was typed: no engine works it out, on a preview or in files."""
    chen = desk.client("chen")
    typed = "，".join([*templates()[:8], "{{7*7}}", "{% for x in y %}", "${7*7}", "#{7*7}", "<w:t>x</w:t>", "&lt;"])
    notice = desk.letter("typed.example")
    answer = save(chen, notice, "涉嫌", f"{typed} 涉嫌", to="preview")
    check(answer, "preview")
    assert answer.status == 200
    saved = save(chen, notice, "涉嫌", f"{typed} 涉嫌")
    check(saved, "edit")
    check(chen.get(f"/letters/{notice}"), "letter")
    if saved.status == 303:
        assert "{{7*7}}" in chen.get(f"/letters/{notice}").text.replace("&#39;", "'")
