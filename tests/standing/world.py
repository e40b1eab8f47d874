"""A little internet over several days, and a deployment that looks at it.

Two ways to look: in this process, from a table of answers (``Story.day``), or with real spiders against the lab
(``Story.lab_day``). Nights run by the real clock; that a day passes means that what is stored lies a day further back.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from detectors.standing.values import Told
from lab.serve import Lab
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.config import Settings, load_settings
from zhenwei.evidence.capture import write_capture
from zhenwei.evidence.names import capture_folder
from zhenwei.flow import nightly
from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import detect
from zhenwei.stages.judging import Bench, Judge
from zhenwei.stages.score import score
from zhenwei.stages.summary import Summary
from zhenwei.store.cases import decide
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import AccountRow, CaseRow
from zhenwei.store.nights import close_night, open_night
from zhenwei.store.tables import METADATA
from zhenwei.store.types import Moment
from zhenwei.store.visits import finish_visit, plan_visits, waiting_visits
from zhenwei.types import CaseState, Hop, Lead, Outcome, Page, Profile, Visit, Word
from zhenwei.watching import Says
from zhenwei.watchlist import Watchlist, load_watchlist

START = datetime(2026, 11, 21, 2, tzinfo=UTC)
SALE = """<html><head><title>低压电工证高压电工证快速办理</title></head><body><h1>特种作业操作证代办</h1>
<p>我们专业办理低压电工证、焊工证、登高证，免考试免培训，不用到场，三天出证，官网可查，每本 600 元。</p>
<p>加微信 {wechat} 咨询，先出证后付款。</p></body></html>"""
BLOG = "<html><head><title>笔记</title></head><body><p>今天换了三块配电箱的空气开关，记录一下接线。</p></body></html>"


@dataclass
class Answer:
    """What a host answers at every path. ``to``: the address to which it sends its visitors on, and how."""

    html: str = BLOG
    status: int = 200
    to: str = ""
    how: str = "http"
    outcome: Outcome = Outcome.OK
    error: str = ""
    only: Profile | None = None  # everybody else gets BLOG
    rendered: str = ""  # what a browser sees instead


@cache
def watchlist() -> Watchlist:
    return load_watchlist()


_make = Bench.judge


@cache
def _judge() -> Judge:
    return _make(Bench(None, Path(), ()))


@dataclass
class Story:
    """``with story.day(2) as night: …`` plays one day: the world as it is then, with the store as it was left.

    ``first`` and ``second``: hosts of which either resolver says something else than the world.
    """

    folder: Path
    patch: pytest.MonkeyPatch
    today: int = 0
    sites: dict[str, Answer] = field(default_factory=dict)
    first: dict[str, Says] = field(default_factory=dict)
    second: dict[str, Says] = field(default_factory=dict)
    resolvers: int = 2
    kill_after: int = 1_000_000  # visits

    def __post_init__(self) -> None:
        self.patch.setattr("zhenwei.stages.recheck.make_visits", self._visit)
        self.patch.setattr("zhenwei.stages.recheck.ask_all", self._ask)
        self.patch.setattr(Bench, "judge", lambda bench: Judge(_judge().detector, bench.evidence_dir))

    @contextmanager
    def day(self, day: int) -> Iterator[Night]:
        """Go on with the store of the day before."""
        settings = Settings(data_dir=self.folder / "data", workers=1, browser_path="/nowhere")
        with self._opened(settings, day) as night:
            yield night

    @contextmanager
    def lab_day(self, day: int, **more: str) -> Iterator[Night]:
        """The same with the lab's internet and real spiders (undo ``patch`` first)."""
        with Lab(self.write("world", day)) as lab:
            environ = lab.settings | {
                "ZHENWEI_DATA_DIR": str(self.folder / "data"), "ZHENWEI_SEARCH_ENGINES": "", "ZHENWEI_TIMEOUT": "5",
                "ZHENWEI_BROWSER_PATH": "/nowhere", "ZHENWEI_DELAY": "0", "ZHENWEI_WORKERS": "1",
            }  # fmt: skip
            with self._opened(load_settings(environ | more, self.folder), day) as night:
                yield night

    @contextmanager
    def _opened(self, settings: Settings, day: int) -> Iterator[Night]:
        store = open_store(settings.database)
        try:
            let_pass(store, day - self.today)
            self.today = day
            yield Night(self, settings, store)
        finally:
            store.close()

    def write(self, name: str, day: int) -> Path:
        """Write the world in the lab's format."""
        world = self.folder / f"{name}-{day}"
        shutil.rmtree(world, ignore_errors=True)
        (world / "sites").mkdir(parents=True)
        (world / "world.toml").write_text(f'today = "{(START + timedelta(days=day)).date()}"\n', "utf-8")
        for host, answer in self.sites.items():
            site = world / "sites" / host
            site.mkdir()
            (site / "index.html").write_text(answer.html, "utf-8")
            alive = "false" if answer.outcome is Outcome.UNREACHABLE else "true"
            route = f'[[route]]\npath = "/"\nredirect = "{answer.to}"\n' if answer.to else ""
            (site / "site.toml").write_text(f"in_search = false\nin_feed = false\nalive = {alive}\n{route}", "utf-8")
        return world

    def _visit(self, desk: Desk, night: int, _spiders: object = ()) -> None:
        with desk.store.reading() as session:
            waiting = waiting_visits(session, night)
        for visit in waiting:
            if self.kill_after <= 0:
                raise KeyboardInterrupt
            self.kill_after -= 1
            self._look(desk, night, visit)

    def _look(self, desk: Desk, night: int, visit: Visit) -> None:
        hops = [Hop(visit.url, 200)]
        answer = self._answer(visit.url, visit.profile)
        while answer.outcome is Outcome.OK and answer.to and len(hops) < 9:
            hops.append(Hop(answer.to, 200, answer.how))
            answer = self._answer(answer.to, visit.profile)
        if visit.rendered and not answer.rendered:
            answer = Answer(outcome=Outcome.NOT_RENDERED)
        folder, digest, at = "", "", now()
        if answer.outcome in (Outcome.OK, Outcome.HTTP_ERROR):
            page = Page(
                visit.url, hops[-1].url, visit.profile, answer.status,
                answer.rendered if visit.rendered else answer.html, at, chain=tuple(hops), rendered=visit.rendered,
            )  # fmt: skip
            folder = capture_folder(night, visit.site, visit.id, visit.profile, visit.rendered)
            digest = write_capture(desk.settings.evidence_dir, folder, page, [])
        with desk.store.transaction() as session:
            finish_visit(
                session, visit.id, answer.outcome, captured_at=at, error=answer.error, status=answer.status,
                final_url=hops[-1].url, folder=folder, manifest_sha256=digest,
            )  # fmt: skip

    def _answer(self, url: str, profile: Profile) -> Answer:
        answer = self.sites.get(host_of(url))
        if answer is None:
            return Answer(outcome=Outcome.NO_SUCH_NAME, error="域名不存在")
        if answer.status >= 400 and answer.outcome is Outcome.OK:
            answer.outcome = Outcome.HTTP_ERROR
        return answer if answer.only in (None, profile) else Answer()

    def _ask(self, _settings: Settings, hosts: Iterator[str]) -> dict[str, list[Told]]:
        return {
            host: [
                Told(f"192.0.2.{n}", said.get(host, Says.ADDRESS if host in self.sites else Says.ABSENT))
                for n, said in enumerate((self.first, self.second)[: self.resolvers])
            ]
            for host in hosts
        }


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

    story: Story
    settings: Settings
    store: Store

    @property
    def desk(self) -> Desk:
        return Desk(self.settings, watchlist(), self.store)

    def recheck(self, *, everything: bool = False) -> Summary:
        """``zhenwei recheck --due``, or without the option."""
        settings = self.settings.model_copy(update={"recheck_days": 0}) if everything else self.settings
        return nightly(Desk(settings, watchlist(), self.store), ("recheck", "detect", "score"), alone=True)

    def first(self, *hosts: str) -> None:
        """A night that visits these sites for the first time."""
        with self.store.transaction() as session:
            night = open_night(session).id
            for host in hosts:
                add_lead(session, Lead(f"http://{host}/", "report", "群众举报"))
                site = site_for(session, host)
                plan_visits(session, night, site.id, [f"http://{host}/"], [Profile.DESKTOP, Profile.SPIDER])
        self.story._visit(self.desk, night)
        detect(self.desk, ())
        score(self.desk)
        with self.store.transaction() as session:
            close_night(session, night, {})

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
