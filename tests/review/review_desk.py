"""A desk really served on loopback over a real store, and a small client that keeps cookies."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import uvicorn
from argon2 import PasswordHasher
from PIL import Image
from sqlalchemy.orm import Session

from review.app import create_app
from review.desk import Desk
from review.session import COOKIE, new_session
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.store.accounts import ROLES, get_account
from zhenwei.store.assessments import save_assessment
from zhenwei.store.database import open_store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.logins import open_session
from zhenwei.store.models import AccountRow, CaseRow, NightRow, VisitRow
from zhenwei.types import Assessment, Contact, Finding, Lead, Side, Verdict

PASSWORD = "a long enough password"
MOMENT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def settings_in(folder: Path) -> Settings:
    """Return settings of a deployment in a folder, with a watchlist of one organ laid over the built-in one."""
    watchlist = folder / "watchlist"
    (watchlist / "organs").mkdir(parents=True, exist_ok=True)
    (watchlist / "recipients").mkdir(exist_ok=True)
    (watchlist / "organs" / "mem.toml").write_text('name = "应急管理部"\ndomains = ["mem.gov.cn"]\n', "utf-8")
    (watchlist / "recipients" / "sender.toml").write_text(
        'name = "某网信办"\nshort = "某网信"\ncode = "某网信"\nregion = "000000"\n', "utf-8"
    )
    return Settings(data_dir=folder / "var", watchlist_dir=watchlist)


def picture(width: int = 200, height: int = 300) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (30, 60, 90)).save(out, "PNG")
    return out.getvalue()


def write_evidence(root: Path, folder: str, files: Mapping[str, bytes]) -> str:
    """Lay a capture folder with its manifest; return the manifest's SHA-256."""
    path = root / folder
    path.mkdir(parents=True)
    for name, data in files.items():
        (path / name).write_bytes(data)
    listed = {n: {"bytes": len(d), "sha256": hashlib.sha256(d).hexdigest(), "sm3": ""} for n, d in files.items()}
    manifest = json.dumps({"files": listed}).encode()
    (path / "manifest.json").write_bytes(manifest)
    return hashlib.sha256(manifest).hexdigest()


@dataclass
class Made:
    """One case to be made. ``text`` stands in its captured page."""

    host: str = "cx-mem.example"
    verdict: Verdict = Verdict.COUNTERFEIT
    impersonation: float = 88.0
    sale: float = 12.0
    title: str = "特种作业操作证查询平台"
    text: str = "全国统一查询入口，请输入证件号码。办证联系电话 190-0000-1234 王老师。"
    quote: str = "全国统一查询入口"
    detail: str = "标题使用受保护名称，网址不属于该机关"
    lead_source: str = "lookalikes"
    lead_why: str = "形近域名"
    error: str = ""
    operator: str = ""
    screenshot: bytes = field(default_factory=picture)
    markup: str = ""


@dataclass(frozen=True)
class Ids:
    """The rows of a case that was made."""

    case: int
    visit: int
    opinion: int


@cache
def password_hash() -> str:
    """Return a cheap hash of PASSWORD: argon2 is slow on purpose, and a hash says itself how slow."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def add_accounts(session: Session) -> None:
    """Add one account a role, named like it."""
    session.add_all(
        AccountRow(name=role, role=role, password_hash=password_hash(), created_at=MOMENT) for role in ROLES
    )


def make_case(session: Session, settings: Settings, made: Made | None = None) -> Ids:
    """Make a site with a lead, a rendered visit with evidence, an opinion and a case."""
    made = made or Made()
    night = session.get(NightRow, 1)
    if night is None:
        night = NightRow(id=1, started_at=MOMENT, summary={})
        session.add(night)
        session.flush()
    url = f"http://{made.host}/"
    add_lead(session, Lead(url, made.lead_source, made.lead_why))
    site = site_for(session, made.host)
    site.registered_on = date(2026, 11, 1)
    visit = make_visit(session, settings, site.id, url, made)
    contact = Contact("phone", "19000001234", "190****1234", "190-0000-1234", 24, 37)
    start = max(0, made.text.find(made.quote))
    finding = Finding(
        "title.borrowed", 1, Side.IMPERSONATION, 60.0, made.detail, made.quote, start, start + len(made.quote),
        "mem", "mem", url, "desktop",
    )  # fmt: skip
    opinion = Assessment(made.verdict, made.impersonation, made.sale, (finding,), (contact,), "mem")
    row = save_assessment(session, night.id, site.id, [visit], opinion)
    case = CaseRow(
        site_id=site.id, url=url, state="new", verdict=made.verdict.value, impersonation=made.impersonation,
        sale=made.sale, target="mem", operator=made.operator, first_seen=MOMENT, last_seen=MOMENT + timedelta(hours=3),
    )  # fmt: skip
    session.add(case)
    session.flush()
    return Ids(case.id, visit.id, row.id)


def make_visit(
    session: Session,
    settings: Settings,
    site_id: int,
    url: str,
    made: Made,
    *,
    purpose: str = "render",
    night: int = 1,
) -> VisitRow:
    folder = f"{night:06d}/{purpose}/{site_id}-desktop-rendered"
    markup = made.markup or f"<html><head><title>t</title></head><body><p>{made.text}</p></body></html>"
    files = {"page.html": markup.encode(), "screenshot.png": made.screenshot}
    visit = VisitRow(
        night_id=night, site_id=site_id, url=url, profile="desktop", rendered=True, purpose=purpose, outcome="ok",
        status=200, final_url=url, title=made.title, error=made.error, captured_at=MOMENT, folder=folder,
        manifest_sha256=write_evidence(settings.evidence_dir, folder, files),
    )  # fmt: skip
    session.add(visit)
    session.flush()
    return visit


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def field(self, name: str) -> str:
        """Return the value of a form's hidden field."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name}"
        return found[1]


class Client:
    """Talks to one desk as one browser: keeps cookies, follows nothing by itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None)

    def post(self, path: str, **fields: str) -> Answer:
        return self.ask("POST", path, urlencode(fields))

    def send(self, path: str, fields: Sequence[tuple[str, str]]) -> Answer:
        """Post a form in which names may stand more than once."""
        return self.ask("POST", path, urlencode(fields))

    def log_in(self, name: str, password: str = PASSWORD, next_page: str = "/") -> Answer:
        token = self.get("/login").field("token")
        return self.post("/login", token=token, name=name, password=password, next=next_page)

    def decide(self, case: int, word: str, why: str) -> Answer:
        form = self.get(f"/cases/{case}")
        return self.post(
            f"/cases/{case}/decision", token=form.field("token"), seen=form.field("seen"), word=word, why=why
        )

    def pour(self, path: str, parts: Sequence[bytes]) -> Answer:
        """Post parts whose length is not told beforehand."""
        return self.ask("POST", path, iter(parts))

    def ask(self, method: str, path: str, body: str | Iterator[bytes] | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("set-cookie") or ():
                for morsel in SimpleCookie(line).values():
                    self.cookies[morsel.key] = morsel.value
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


class ServedDesk:
    """``with ServedDesk(folder) as desk``: one account a role (named like it), an empty store, a free port."""

    def __init__(self, folder: Path, *, accounts: bool = True, **more: Any) -> None:
        """``more``: settings beside the usual ones."""
        self.settings = settings_in(folder).model_copy(update=more)
        self.store = open_store(self.settings.database)
        if accounts:
            with self.store.transaction() as session:
                add_accounts(session)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.app = create_app(self.settings)
        self._desk: Desk = self.app.state.desk
        config = uvicorn.Config(self.app, log_level="warning", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self.socket]})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.socket.close()
        self.store.close()

    def case(self, made: Made | None = None) -> int:
        return self.made(made).case

    def made(self, made: Made | None = None) -> Ids:
        with self.store.transaction() as session:
            return make_case(session, self.settings, made)

    def client(self, role: str = "") -> Client:
        """Return a browser with an open session of a role's account; the log-in's own form is slow, as argon2 wants."""
        client = Client(self.port)
        if role:
            sessions, opened = self._desk.sessions, new_session(opened=True)
            with self.store.transaction() as session:
                account = get_account(session, role)
                open_session(session, account, opened.sid, now(), sessions.terms, address="127.0.0.1", way="password")
            client.cookies[COOKIE] = sessions.write(opened)
        return client
