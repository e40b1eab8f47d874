"""A served desk with confirmed cases and real letters, laid out by the same code as in an office."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

from takedown.draft import draft
from tests.review.review_desk import Answer, Client, ServedDesk
from tests.takedown.letters_world import World, finding, phone, picture
from zhenwei.store.models import AccountRow, NoticeEventRow, NoticeRow
from zhenwei.watchlist import Watchlist, load_watchlist

OFFICE = """
[[office]]
recipient = "police"
region = "000000"
name = "东江市公安局"
"""


DETAIL = "标题自称“应急管理部”，域名不属于该单位"


class LettersDesk(ServedDesk):
    """``chen`` (an analyst) has confirmed what ``letter`` drafts; accounts are named like their roles beside."""

    def __init__(self, folder: Path) -> None:
        if (folder / "watchlist").exists():
            super().__init__(folder, accounts=False)
            return
        (folder / "watchlist" / "recipients").mkdir(parents=True)
        (folder / "watchlist" / "recipients" / "000000.toml").write_text(OFFICE, "utf-8")
        super().__init__(folder)
        with self.store.transaction() as session:
            analyst = session.query(AccountRow).filter_by(name="analyst").one()
            session.add(
                AccountRow(
                    name="chen", role="analyst", password_hash=analyst.password_hash, created_at=analyst.created_at
                )
            )

    @property
    def watchlist(self) -> Watchlist:
        return load_watchlist(self.settings.watchlist_dir)

    def confirmed(self, host: str = "a.example") -> int:
        world = World(self.store, self.settings, self.watchlist, iter(()))
        return world.case(host, screenshot=picture("red"), findings=(finding(detail=DETAIL),), contacts=(phone(),))

    def letter(self, host: str = "a.example", to: str = "police") -> int:
        (notice,) = draft(self.store, self.settings, self.watchlist, [self.confirmed(host)], "chen", to)
        return notice.id

    def row(self, notice: int) -> NoticeRow:
        with self.store.reading() as session:
            return session.get_one(NoticeRow, notice)

    def events(self, notice: int) -> list[tuple[str, str]]:
        with self.store.reading() as session:
            rows = session.query(NoticeEventRow).filter_by(notice_id=notice).order_by(NoticeEventRow.id)
            return [(row.event, row.by) for row in rows]


def draft_one(folder: Path) -> Path:
    """Make a desk with one letter to the police about one case, and leave its files."""
    with LettersDesk(folder) as desk:
        desk.letter()
    return folder


def copied(made: Path, folder: Path) -> Path:
    """Copy a desk's files: a hundred times quicker than drafting."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def step(client: Client, notice: int, slug: str, **fields: str) -> Answer:
    """Take a step as the page offers it now."""
    page = client.get(f"/letters/{notice}")
    return client.post(
        f"/letters/{notice}/steps/{slug}", **({"token": page.field("token"), "seen": page.field("seen")} | fields)
    )


def fields_of(page: Answer) -> list[tuple[str, str]]:
    """Return (mark, text) of each paragraph of the form."""
    marks = re.findall(r'<option value="([^"]+)" selected>', page.text)
    texts = re.findall(r'<textarea name="text"[^>]*>(.*?)</textarea>', page.text, re.S)
    assert len(marks) == len(texts)
    return [(mark, unescape(text)) for mark, text in zip(marks, texts, strict=True)]


def save(client: Client, notice: int, old: str, new: str, page: Answer | None = None, to: str = "edit") -> Answer:
    """Edit a letter by its form: replace some words of its text."""
    page = page or client.get(f"/letters/{notice}/edit")
    fields = fields_of(page)
    assert any(old in text for _mark, text in fields)
    form = [("mark", mark) for mark, _text in fields] + [("text", text.replace(old, new)) for _mark, text in fields]
    form += [(name, page.field(name)) for name in ("token", "seen", "version")] + [("why", "更正")]
    return client.send(f"/letters/{notice}/{to}", form)
