"""What a rendered visit leaves: pictures in which Chinese can be read, exchanges, addresses, certificates."""

from __future__ import annotations

import base64
import os
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from crawler.browser import find_browser
from detectors.page.ocr import Budget, read_text_in
from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.config import Settings
from zhenwei.evidence.capture import read_capture
from zhenwei.evidence.verify import verify
from zhenwei.types import Page, Picture, Profile

BROWSER = find_browser(Settings(), os.environ)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
TEXT = "特种作业操作证真实有效"
PAGE = (
    "<!doctype html><meta charset=utf-8><title>页</title><link rel=stylesheet href=/s.css>"
    f"<h1>{TEXT}</h1><div style='height:3000px'></div><h2>页尾联系方式</h2>"
    "<iframe src=/frame></iframe><img src='data:image/png;base64,%s'><img src=/p.png><script src=/s.js></script>"
)
SCRIPT = "fetch('/data.json').then(r => r.json()).then(d => document.body.append(d.word));"
ASKED = """<meta charset=utf-8><h1>权限</h1><p id=log></p><script>
const say = (name, text) => document.getElementById('log').append(name + '=' + text + ' ');
const ask = (name, f) => { try { Promise.resolve(f()).then(x => say(name, x), e => say(name, 'refused')); }
  catch (e) { say(name, 'refused'); } };
navigator.geolocation.getCurrentPosition(() => say('place', 'granted'), () => say('place', 'refused'));
ask('notify', () => Notification.requestPermission());
ask('camera', () => navigator.mediaDevices.getUserMedia({video: true, audio: true}));
ask('screen', () => navigator.mediaDevices.getDisplayMedia());
ask('clipboard', () => navigator.clipboard.readText());
ask('usb', () => navigator.usb.requestDevice({filters: []}));
ask('bluetooth', () => navigator.bluetooth.requestDevice({acceptAllDevices: true}));
ask('midi', () => navigator.requestMIDIAccess({sysex: true}));
ask('protocol', () => { navigator.registerProtocolHandler('web+x', '/?%s'); return 'asked'; });
ask('worker', () => navigator.serviceWorker.register('/sw.js'));
ask('store', () => navigator.storage.persist());
</script>"""


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 60), "red").save(out, "PNG")
    return out.getvalue()


def authority(folder: Path) -> ssl.SSLContext:
    """Return the context of a server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(today).not_valid_after(today + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example")]), critical=False)
    data = made.sign(key, SHA256()).public_bytes(Encoding.PEM)
    data += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(data)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


async def https(farm: Farm, context: ssl.SSLContext) -> int:
    """Serve the farm over TLS as well; returns the port."""
    site = web.TCPSite(farm._runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    return int(farm._runner.addresses[-1][1])


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, Farm]]:
    folder = tmp_path_factory.mktemp("night")
    with Farm() as farm:
        farm.serve("page.example", "/", PAGE % base64.b64encode(picture()).decode())
        farm.serve("page.example", "/s.css", "h1{font-size:40px}", "text/css")
        farm.serve("page.example", "/s.js", SCRIPT, "text/javascript")
        farm.serve("page.example", "/data.json", '{"word": "后来的字"}', "application/json")
        farm.serve("page.example", "/frame", "<meta charset=utf-8><p>框里的字</p>")
        farm.serve("page.example", "/p.png", picture(), "image/png")
        farm.serve("page.example", "/slow.bin", b"x")
        farm.serve("127.0.0.1", "/", ASKED)
        farm.serve("127.0.0.1", "/sw.js", "self.addEventListener('fetch', () => {});", "text/javascript")
        farm.serve("secure.example", "/", f"<meta charset=utf-8><h1>{TEXT}</h1>")
        port = farm.run(https(farm, authority(folder)))

        async def on(_request: web.BaseRequest) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": f"https://secure.example:{port}/"})

        farm.serve("on.example", "/", on)
        ports = f"80,443,{farm.port},{port}"
        own = Deployment(farm, folder, RENDER_TIMEOUT="8", EGRESS_PORTS=ports, ROBOTS="false")
        own.plan([farm.url(h) for h in ("page.example", "127.0.0.1", "on.example")], rendered=True, purpose="render")
        own.plan([farm.url("page.example")], (Profile.PHONE,), rendered=True, purpose="render")
        done = own.crawl("visit", timeout=300)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        yield own, farm


def folder_of(own: Deployment, host: str, profile: str = "desktop") -> str:
    seen = next(v for v in own.visits() if f"//{host}:" in v.url and v.profile == profile)
    assert (seen.outcome, seen.error) == ("ok", "")
    return seen.folder


def page(own: Deployment, host: str, profile: str = "desktop") -> Page:
    return read_capture(own.folder / "evidence", folder_of(own, host, profile))


@pytest.mark.parametrize("profile", ["desktop", "phone"])
def test_chinese_can_be_read_in_the_picture(night: tuple[Deployment, Farm], profile: str) -> None:
    shot = page(night[0], "page.example", profile).window
    lines = read_text_in([Picture("window:", "image/png", shot)], Budget(1, 4_000_000, 200))
    read = "".join(lines)
    assert sum(sign in read for sign in TEXT) >= len(TEXT) - 2, read


def test_window_and_whole_page_are_two_pictures(night: tuple[Deployment, Farm]) -> None:
    seen = page(night[0], "page.example")
    assert Image.open(BytesIO(seen.window)).size == (1366, 900)
    whole = Image.open(BytesIO(seen.screenshot))
    assert whole.width == 1366
    assert 3000 < whole.height < 4000
    short = page(night[0], "on.example")
    assert short.window == short.screenshot  # it fits the window: one file holds both


def test_parts_are_in_the_archive_with_address_and_time(night: tuple[Deployment, Farm]) -> None:
    own, farm = night
    folder = own.folder / "evidence" / folder_of(own, "page.example")
    assert verify(folder) == []
    with (folder / "exchanges.warc.gz").open("rb") as file:
        found = {
            record.rec_headers.get_header("WARC-Target-URI"): (record.rec_headers, record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        }
    paths = {url.removeprefix(farm.url("page.example")) for url in found}
    assert {"", "s.css", "s.js", "data.json", "frame", "p.png"} <= paths
    headers, body = found[farm.url("page.example", "/data.json")]
    assert "后来的字" in body.decode()
    assert headers.get_header("WARC-IP-Address") == "127.0.0.1"
    began = [datetime.fromisoformat(headers.get_header("WARC-Date")) for headers, _ in found.values()]
    assert len(set(began)) > 1  # each its own, not the moment of writing
    assert max(began) <= page(own, "page.example").captured_at


def test_scripts_frames_and_pictures_in_the_markup_are_seen(night: tuple[Deployment, Farm]) -> None:
    seen = page(night[0], "page.example")
    assert "后来的字" in seen.html
    assert "框里的字" in seen.html
    assert [p.data for p in seen.pictures] == [picture(), picture()]
    assert seen.pictures[0].url.startswith("data:")


def test_an_https_hop_carries_its_certificate_and_address(night: tuple[Deployment, Farm]) -> None:
    first, second = page(night[0], "on.example").chain
    assert (first.kind, second.kind, second.address) == ("http", "http", "127.0.0.1")
    assert first.certificate is None
    assert second.certificate is not None
    assert second.certificate.sans == ("secure.example",)


def test_no_permission_is_given_and_no_service_worker_lives(night: tuple[Deployment, Farm]) -> None:
    own, farm = night
    said = dict(word.split("=") for word in page(own, "127.0.0.1").html.split('<p id="log">')[1].split("<")[0].split())
    for name in ("place", "camera", "screen", "clipboard", "usb", "bluetooth", "midi"):
        assert said.get(name, "refused") == "refused", said
    assert said.get("notify") != "granted", said
    assert said.get("store", "false") == "false", said
    assert "/sw.js" not in farm.asked("127.0.0.1")
