"""Reminders: their words, the day's mail over a real SMTP server, and that none is sent twice."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from takedown import exchange, life
from takedown.exchange import Sending
from takedown.letterdesk import LetterDesk
from takedown.reminders import digest, reminders_of, summary_lines
from takedown.reminding import remind
from takedown.ticking import all_clocks
from tests.takedown.life_desk import NOW, add_case, add_letter, desk_on
from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.mail import MailFailed, compose, send
from zhenwei.stages.desk import Desk
from zhenwei.stages.reminders import mail_reminders
from zhenwei.store.database import Store
from zhenwei.store.letters_tables import DigestRow, ReminderRow
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.clocks import load_clocks

CLOCKS = load_clocks()
LATER = NOW + timedelta(days=7)  # Friday, 27 November
HOST, PHONE = "hidden-seller.example", "190-0000-4321"


class Box:
    """What the server was given, and how it answers: one reply a mail, 250 once they are used up."""

    def __init__(self, replies: Sequence[str] = ()) -> None:
        self.mails: list[EmailMessage] = []
        self.replies = list(replies)
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            found = email.message_from_bytes(cast("bytes", envelope.content), policy=email.policy.default)
            self.mails.append(found)
        return reply

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, auth: Any) -> AuthResult:
        assert isinstance(auth, LoginPassword)
        self.logins.append((auth.login, auth.password))
        return AuthResult(success=auth.password == b"right secret", handled=False)


class Server(Controller):
    """A server on loopback, on a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def serve(box: Box, **more: Any) -> Server:
    server = Server(box, hostname="127.0.0.1", port=0, **more)
    server.start()
    return server


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[Server]:
    started = serve(box)
    yield started
    started.stop()


def settings_for(server: Server, folder: Path, **more: Any) -> Settings:
    values = {
        "data_dir": folder,
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "zhenwei@office.example",
        "mail_to": ("duty@office.example", "head@office.example"),
    }
    return Settings(**(values | more))


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return settings_for(server, tmp_path)


@pytest.fixture
def desk(lite: Store, tmp_path: Path) -> LetterDesk:
    """A letter to the police and one to the market office, both out since 20 November."""
    made = desk_on(lite, tmp_path / "letters")
    case = add_case(lite, HOST, seen=NOW)
    for recipient in ("police", "market"):
        notice = add_letter(made, [case], recipient)
        life.approve(made, notice, "wang")
        exchange.sent(made, notice, "chen", f"联系人电话 {PHONE}", sending=Sending(reply_by=date(2026, 11, 30)))
    return made


def test_the_words_of_a_mail(desk: LetterDesk) -> None:
    with desk.store.transaction() as session:
        found = reminders_of(all_clocks(session, CLOCKS, LATER))
    subject, body = digest(found, date(2026, 11, 27))
    assert subject == "甄伪期限提醒：已逾期 3 项、即将届满 3 项"
    assert "一、已逾期（3 项）" in body
    assert "东网函〔2026〕1号 东江市police，案件 1：公安机关决定是否立案，2026-11-23 23:59 届满，已逾期 4 日" in body
    assert "（行政执法机关移送涉嫌犯罪案件的规定第八条）" in body
    assert "本函所提复函期限，2026-11-30 23:59 届满，还有 3 日" in body
    for secret in (HOST, "hidden", PHONE, "关于移送线索的函", "chen", "wang"):
        assert secret not in subject + body
    lines = summary_lines([one.clock for one in found])
    assert lines[0] == "已逾期 3 项、即将届满 3 项"
    assert len(lines) == 7
    assert summary_lines([]) == []


def test_a_reminder_is_mailed_once(desk: LetterDesk, settings: Settings, box: Box) -> None:
    assert remind(desk.store, settings, CLOCKS, LATER).sent == 6
    (mail,) = box.mails
    assert mail["Subject"] == "甄伪期限提醒：已逾期 3 项、即将届满 3 项"
    assert mail["To"] == "duty@office.example, head@office.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "已逾期 4 日" in mail.get_content()
    assert remind(desk.store, settings, CLOCKS, LATER).said == "今日的提醒邮件已经发过"
    assert remind(desk.store, settings, CLOCKS, LATER + timedelta(days=1)).said == "没有新的提醒"
    told = remind(desk.store, settings, CLOCKS, LATER + timedelta(days=5))
    assert told.sent == 3, "both letters' own terms and that of 广告法 are over by now"
    assert len(box.mails) == 2
    with desk.store.transaction() as session:
        assert session.query(ReminderRow).count() == 9


def test_without_a_server_nothing_is_sent_nor_noted(desk: LetterDesk, tmp_path: Path) -> None:
    assert "未设置邮件" in remind(desk.store, Settings(data_dir=tmp_path), CLOCKS, LATER).said
    with desk.store.transaction() as session:
        assert session.query(DigestRow).count() == 0


def test_what_the_server_did_not_take_is_sent_by_the_next_run(desk: LetterDesk, tmp_path: Path) -> None:
    box = Box(["550 no such thing"])
    server = serve(box)
    try:
        settings = settings_for(server, tmp_path)
        told = remind(desk.store, settings, CLOCKS, LATER)
        assert (told.sent, "550 no such thing" in told.fault) == (0, True)
        assert remind(desk.store, settings, CLOCKS, LATER + timedelta(minutes=1)).sent == 6
    finally:
        server.stop()
    assert len(box.mails) == 1


def test_a_run_that_died_leaves_a_claim_that_lapses(desk: LetterDesk, settings: Settings, box: Box) -> None:
    with desk.store.transaction() as session:
        claim = DigestRow(day=date(2026, 11, 27), message_id="<one@office.example>", claimed_until=LATER)
        claim.claimed_until = LATER + timedelta(minutes=10)
        session.add(claim)
    assert remind(desk.store, settings, CLOCKS, LATER).said == "另一次运行正在发送今日的提醒邮件"
    assert remind(desk.store, settings, CLOCKS, LATER + timedelta(minutes=11)).sent == 6
    assert box.mails[0]["Message-ID"] == "<one@office.example>", "the same mail, should the first have gone out"


def test_a_busy_server_is_asked_again(settings: Settings, box: Box) -> None:
    box.replies = ["451 try later", "421 closing"]
    pauses: list[float] = []
    send(settings, compose(settings, "题", "文", "<a@b>"), pauses.append)
    assert (len(box.mails), pauses) == (1, [5.0, 10.0])
    box.replies = ["451 try later"] * 3
    with pytest.raises(MailFailed, match="451 try later"):
        send(settings, compose(settings, "题", "文", "<a@b>"), pauses.append)


def test_a_server_that_is_away_is_one_line(tmp_path: Path) -> None:
    server = serve(Box())
    settings = settings_for(server, tmp_path)
    server.stop()
    with pytest.raises(MailFailed) as caught:
        send(settings, compose(settings, "题", "文", "<a@b>"), lambda _: None)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.office.example")])
    begun = datetime.now(UTC) - timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + built.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def guarded(certificate: Path) -> Iterator[tuple[Server, Box]]:
    """A server that wants STARTTLS and a password."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    box = Box()
    server = serve(box, tls_context=context, require_starttls=True, authenticator=box.login, auth_required=True)
    yield server, box
    server.stop()


def test_starttls_and_a_password(guarded: tuple[Server, Box], certificate: Path, tmp_path: Path) -> None:
    server, box = guarded
    (tmp_path / "password").write_text("right secret\n", "utf-8")
    login = {"smtp_user": "zhenwei", "smtp_password_file": tmp_path / "password"}
    settings = settings_for(server, tmp_path, smtp_security="starttls", smtp_ca=certificate, **login)
    send(settings, compose(settings, "题", "文", "<a@b>"))
    assert (len(box.mails), box.logins) == (1, [(b"zhenwei", b"right secret")])
    (tmp_path / "password").write_text("wrong secret", "utf-8")
    with pytest.raises(MailFailed) as caught:
        send(settings, compose(settings, "题", "文", "<a@b>"))
    assert "wrong secret" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(guarded: tuple[Server, Box], tmp_path: Path) -> None:
    server, box = guarded
    settings = settings_for(server, tmp_path, smtp_security="starttls")
    with pytest.raises(MailFailed, match=r"(?i)certificate"):
        send(settings, compose(settings, "题", "文", "<a@b>"))
    assert box.mails == []


def test_a_server_without_starttls_gets_nothing(server: Server, box: Box, tmp_path: Path) -> None:
    settings = settings_for(server, tmp_path, smtp_security="starttls")
    with pytest.raises(MailFailed, match="STARTTLS"):
        send(settings, compose(settings, "题", "文", "<a@b>"))
    assert box.mails == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"smtp_user": "zhenwei"}, "不发送口令"),
        ({"smtp_user": "zhenwei", "smtp_security": "tls"}, "没有 SMTP_PASSWORD_FILE"),
        ({"smtp_user": "zhenwei", "smtp_security": "tls", "smtp_password_file": Path("/nowhere")}, "读不出"),
    ],
)
def test_settings_that_do_not_go_together(server: Server, tmp_path: Path, more: dict[str, Any], said: str) -> None:
    settings = settings_for(server, tmp_path, **more)
    with pytest.raises(SettingsError, match=said):
        send(settings, compose(settings, "题", "文", "<a@b>"))


@pytest.mark.parametrize("bad", ["nobody", "a@b\nBcc: c@d", "a@b c@d", "<a@b>"])
def test_addresses_that_are_none(bad: str) -> None:
    with pytest.raises(ValueError, match="mail_to"):
        Settings(mail_to=(bad,))


def test_the_night_says_what_was_not_sent(desk: LetterDesk, tmp_path: Path) -> None:
    server = serve(Box(["550 no such thing"]))
    try:
        night = Desk(settings_for(server, tmp_path), load_watchlist(), desk.store)
        assert "550 no such thing" in mail_reminders(night, LATER)
        assert mail_reminders(night, LATER) == "", "the next run sends it"
        (tmp_path / "clocks.toml").write_text("x", "utf-8")
        broken = Desk(night.settings.model_copy(update={"watchlist_dir": tmp_path}), night.watchlist, desk.store)
        assert mail_reminders(broken, LATER + timedelta(days=9)) == "", "the summary says so, and the night ends"
    finally:
        server.stop()
