"""A little internet over several days, and a deployment that looks at it.

Nights run on real servers and by the real clock; that a day passes means that everything stored lies a day further back.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lab.serve import Lab
from zhenwei.config import Settings, load_settings
from zhenwei.flow import nightly
from zhenwei.stages.desk import Desk
from zhenwei.stages.summary import Summary
from zhenwei.store.cases import decide
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import add_lead
from zhenwei.store.models import AccountRow, CaseRow
from zhenwei.store.tables import METADATA
from zhenwei.store.types import Moment
from zhenwei.types import CaseState, Lead, Word
from zhenwei.watchlist import load_watchlist

START = datetime(2026, 11, 21, 2, tzinfo=UTC)
SALE = """<html><head><title>低压电工证高压电工证快速办理</title></head><body><h1>特种作业操作证代办</h1>
<p>我们专业办理低压电工证、焊工证、登高证，免考试免培训，不用到场，三天出证，官网可查，每本 600 元。</p>
<p>加微信 {wechat} 咨询，先出证后付款。</p></body></html>"""
BLOG = "<html><head><title>笔记</title></head><body><p>今天换了三块配电箱的空气开关，记录一下接线。</p></body></html>"


@dataclass
class Story:
    """``with story.day(2) as night: …`` plays one day: the world as it is then, with the store as it was left."""

    folder: Path
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    today: int = 0

    def site(self, host: str, page: str = "", **files: str) -> None:
        """Put a site into the world; ``files``: name with _ for the dot, text. ``site_toml`` is added to it."""
        self.files[host] = {"index.html": page or BLOG} | {n.replace("_", "."): t for n, t in files.items()}

    def gone(self, host: str) -> None:
        """Take a site out of the world altogether: its name is no more."""
        self.files.pop(host)

    def write(self, name: str, day: int) -> Path:
        world = self.folder / f"{name}-{day}"
        shutil.rmtree(world, ignore_errors=True)
        (world / "sites").mkdir(parents=True)
        (world / "world.toml").write_text(f'today = "{(START + timedelta(days=day)).date()}"\n', "utf-8")
        for host, files in self.files.items():
            site = world / "sites" / host
            site.mkdir()
            more = {**files, "site.toml": f"in_search = false\nin_feed = false\n{files.get('site.toml', '')}"}
            for file, text in more.items():
                (site / file).write_text(text, "utf-8")
        return world

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @contextmanager
    def day(self, day: int, **more: str) -> Iterator[Night]:
        """Open the world of a day with a store that goes on from the day before."""
        with Lab(self.write("world", day)) as lab:
            environ = lab.settings | {
                "ZHENWEI_DATA_DIR": str(self.data), "ZHENWEI_SEARCH_ENGINES": "", "ZHENWEI_FEED_URLS": "",
                "ZHENWEI_CT_LOGS": "", "ZHENWEI_LOOKALIKE_BUDGET": "0", "ZHENWEI_BROWSER_PATH": "/nowhere",
                "ZHENWEI_TIMEOUT": "5", "ZHENWEI_WHOIS_SERVERS": "", "ZHENWEI_DELAY": "0", "ZHENWEI_WORKERS": "1",
            }  # fmt: skip
            settings = load_settings(environ | more, self.folder)
            store = open_store(settings.database)
            try:
                let_pass(store, day - self.today)
                self.today = day
                yield Night(settings, store)
            finally:
                store.close()


def let_pass(store: Store, days: int) -> None:
    """Move every moment in the store into the past."""
    with store.transaction() as session:
        for table in METADATA.sorted_tables if days else ():
            moments = [column for column in table.columns if isinstance(column.type, Moment)]
            keys = list(table.primary_key.columns)
            for row in session.execute(select(*keys, *moments)).all() if moments else ():
                past = {
                    column.name: value - timedelta(days=days)
                    for column, value in zip(moments, row[len(keys) :], strict=True)
                    if value is not None
                }
                if past:
                    here = [key == value for key, value in zip(keys, row[: len(keys)], strict=True)]
                    session.execute(update(table).where(*here).values(**past))


@dataclass
class Night:
    """One day's deployment."""

    settings: Settings
    store: Store

    def run(self, *stages: str, alone: bool = False) -> Summary:
        desk = Desk(self.settings, load_watchlist(self.settings.watchlist_dir), self.store)
        return nightly(desk, stages, alone=alone)

    def whole(self) -> Summary:
        """A night without discovery: leads are put in by hand."""
        return self.run("fetch", "detect", "score", "recheck", alone=True)

    def recheck(self) -> Summary:
        return self.run("recheck", "detect", "score", alone=True)

    def lead(self, *hosts: str) -> None:
        with self.store.transaction() as session:
            for host in hosts:
                add_lead(session, Lead(f"http://{host}/", "report", "群众举报"))

    def confirm(self, *hosts: str, state: CaseState = CaseState.SENT) -> None:
        """A person confirms, and a letter goes out."""
        with self.store.transaction() as session:
            if session.scalars(select(AccountRow)).first() is None:
                session.add(AccountRow(name="li", role="analyst", created_at=START))
                session.flush()
            for host in hosts:
                case = self.case(session, host)
                decide(session, [case.id], Word.CONFIRMED, "li", "与官网不符")
                case.state = state.value

    @staticmethod
    def case(session: Session, host: str) -> CaseRow:
        return next(case for case in session.scalars(select(CaseRow)) if case.site.host == host)
