"""A store with confirmed cases and evidence of realistic size, the same for the same seed. No real site or person."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from zhenwei.config import Settings
from zhenwei.evidence import CaptureWriter, Exchange, Work, capture_folder
from zhenwei.store.assessments import save_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import AccountRow, CaseRow, NightRow, VisitRow
from zhenwei.store.visits import finish_visit
from zhenwei.types import Assessment, Contact, Finding, Hop, Lead, Outcome, Page, Picture, Profile, Side, Verdict, Word
from zhenwei.watchlist import Office, Watchlist, load_watchlist

START = datetime(2026, 10, 9, 18, tzinfo=UTC)
CITY = "330100"
SHOTS = 12  # different screenshots; each capture's file is made different by a chunk of its own
BATCH = 32
WORDS = "特种作业操作证查询应急管理部门考试报名低压电工焊接高处作业证书编号姓名身份登录验证结果有效期复审办理咨询"
# A rendered desktop page, the same on a telephone, and what a plain request got.
FACES = ((Profile.DESKTOP, True, 1280, 2600), (Profile.PHONE, True, 412, 2200), (Profile.SPIDER, False, 0, 0))


class MadeUp:
    """Fills a store. ``cases`` of ``operators``: two thirds counterfeits, the rest sellers, a few hijacked sites."""

    def __init__(self, store: Store, settings: Settings, cases: int, operators: int, seed: int = 6) -> None:
        self._store, self._cases, self._operators = store, cases, operators
        self._random = random.Random(seed)
        self._writer = CaptureWriter(settings.evidence_dir)
        self._shots = {
            (width, height): [screenshot(self._random, width, height) for _ in range(SHOTS)]
            for _, rendered, width, height in FACES
            if rendered
        }
        self._works: list[Work] = []

    def fill(self) -> list[int]:
        """Add everything and return the cases' numbers."""
        with self._store.transaction() as session:
            session.add(AccountRow(name="chen", role="analyst", created_at=START))
            session.add(NightRow(started_at=START, summary={}))
            session.flush()
            self._official(session)
            cases = [self._case(session, number) for number in range(self._cases)]
            self._write(session)
            for case in cases:
                decide(session, [case.id], Word.CONFIRMED, "chen", "与真实网站比对")
            return [case.id for case in cases]

    def _official(self, session: Session) -> None:
        site = site_for(session, "cx.mem.gov.cn")
        site.organ = "mem"
        session.flush()
        self._visit(session, site.id, site.host, "https://cx.mem.gov.cn/", 0, "official")

    def _case(self, session: Session, number: int) -> CaseRow:
        made = self._random
        kind = Verdict.COUNTERFEIT if number % 3 < 2 else Verdict.HIJACKED if number % 30 == 29 else Verdict.SALE
        host = f"mem-gov-{number:05d}.example"
        url = f"http://{host}/"
        add_lead(session, Lead(url, "search", "查询"))
        site = site_for(session, host)
        site.first_seen, site.registration = START, {"registrar": "某注册商", "host_country": "CN"}
        session.flush()
        visits = [self._visit(session, site.id, host, url, face, "first") for face in range(len(FACES))]
        phone = f"190000{made.randrange(100000):05d}"
        contacts = (
            Contact("phone", phone, f"190****{phone[-4:]}", phone, 0, 10),
            Contact("wechat", f"daiban{number}", "", f"微信 daiban{number}", 12, 30),
        )
        findings = tuple(
            Finding(
                f"P{rule:03d}", 1, Side.IMPERSONATION, 20, "标题含受保护名称", quote=self._text(30), end=30, url=url
            )
            for rule in (1, 4, 110)
        )
        opinion = Assessment(kind, 80, 70 if kind is Verdict.SALE else 20, findings, contacts, "mem")
        save_assessment(session, 1, site.id, visits, opinion)
        case = CaseRow(
            site_id=site.id,
            url=url,
            state="new",
            verdict=kind.value,
            impersonation=80,
            sale=opinion.sale,
            target="mem",
            operator="" if kind is Verdict.HIJACKED else f"op-{number % self._operators:04d}",
            first_seen=START,
            last_seen=START + timedelta(days=20),
        )
        session.add(case)
        session.flush()
        return case

    def _visit(self, session: Session, site: int, host: str, url: str, face: int, purpose: str) -> VisitRow:
        profile, rendered, width, height = FACES[face]
        visit = VisitRow(night_id=1, site_id=site, url=url, profile=profile.value, rendered=rendered, purpose=purpose)
        session.add(visit)
        session.flush()
        at = START + timedelta(minutes=visit.id)
        body = f"<title>特种作业操作证查询</title><p>{self._text(8_000)}</p><!--{self._random.randbytes(9000).hex()}-->"
        page = Page(url, url, profile, 200, body, at, (Hop(url, 200, address="198.18.3.7"),), rendered=rendered)
        if rendered:
            whole = self._shot(width, height)
            pictures = tuple(Picture(f"{url}{n}.jpg", "image/jpeg", self._random.randbytes(30_000)) for n in range(3))
            page = replace(page, screenshot=whole, window=self._window(width, height), pictures=pictures)
        folder = capture_folder(1, host, visit.id, profile, rendered)
        exchange = Exchange(url, "GET", (("User-Agent", "Mozilla/5.0"),), 200, "OK", (), body.encode(), at)
        self._works.append(
            Work(folder, page, [exchange], {"manner": {"user_agent": "Mozilla/5.0", "identified": False}})
        )
        visit.folder = folder
        if len(self._works) >= BATCH:
            self._write(session)
        return visit

    def _write(self, session: Session) -> None:
        for work, digest in zip(self._works, self._writer.write(self._works), strict=True):
            visit = int(work.folder.rpartition("/")[2].partition("-")[0])
            finish_visit(
                session,
                visit,
                Outcome.OK,
                captured_at=work.page.captured_at,
                title="特种作业操作证查询",
                folder=work.folder,
                manifest_sha256=digest,
            )
        self._works.clear()

    def _shot(self, width: int, height: int) -> bytes:
        return unlike(self._random.choice(self._shots[width, height]), self._random)

    def _window(self, width: int, height: int) -> bytes:
        del height
        key = (width, -1)
        if key not in self._shots:
            self._shots[key] = [screenshot(self._random, width, 800 if width > 800 else 860) for _ in range(SHOTS)]
        return unlike(self._random.choice(self._shots[key]), self._random)

    def _text(self, length: int) -> str:
        return "".join(self._random.choices(WORDS, k=length))


def screenshot(made: random.Random, width: int, height: int) -> bytes:
    """Return a PNG as heavy as a real page's: areas, lines of small marks like writing, a picture of noise."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for y in range(0, height, 240):
        draw.rectangle((0, y, width, y + 60), fill=tuple(made.randrange(256) for _ in range(3)))
        for line in range(y + 70, y + 230, 20):
            for x in range(10, width - 20, 14):
                draw.line((x, line, x + made.randrange(12), line + made.randrange(12)), fill="black")
    noise = Image.frombytes("RGB", (width // 4, 160), made.randbytes(width // 4 * 160 * 3))
    image.paste(noise.resize((width // 2, 320)), (0, height // 3))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def unlike(png: bytes, made: random.Random) -> bytes:
    """Return the same picture as another file: a text chunk (PNG, 11.3.4.3) before the last one."""
    body = b"tEXtComment\0" + made.randbytes(8).hex().encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:-12] + chunk + png[-12:]


def watchlist() -> Watchlist:
    """Return the built-in watchlist with a sender and an office for every recipient, of a city that does not exist."""
    built_in = load_watchlist()
    names = {
        "cyberspace": "东江市互联网信息办公室",
        "market": "东江市市场监督管理局",
        "police": "东江市公安局",
        "telecom": "南岭省通信管理局",
    }
    offices = tuple(Office(recipient=r, region=CITY, name=n, placeholder=False) for r, n in names.items())
    sender = built_in.sender.model_copy(
        update={
            "name": "东江市网络安全协调办公室",
            "short": "东江网协办",
            "code": "东网函",
            "region": CITY,
            "contact": "陈某",
            "phone": "0990-0000000",
            "placeholder": False,
        }
    )
    return replace(built_in, offices=offices, sender=sender)
