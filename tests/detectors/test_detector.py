"""The whole detector where it needs more than a page: names, references, pictures, retired and cleared hosts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from detectors.detector import Detector
from detectors.page.codes import qr_texts
from detectors.page.decoding import decode
from detectors.page.pictures import picture_hash
from detectors.page.reference import reference_of
from zhenwei.types import Assessment, Page, Picture, Site, Verdict
from zhenwei.watchlist import Watchlist

SHOP = "<title>记忆面包</title><h1>记忆面包</h1><p>手工面包，每日现烤。</p>"
WEAK = "<title>特种作业网上服务</title><h1>特种作业操作证查询</h1><p>官方网站，敬请期待</p>"


@dataclass(frozen=True)
class Opinion:
    score: float
    target: str
    reasons: tuple[object, ...]


def judged(
    detector: Detector, page: Page, host: str = "www.shop.example.com", registered: date | None = None
) -> Assessment:
    return detector.assess(Site(host, (page,), registered))


@pytest.fixture
def named(watchlist: Watchlist) -> Detector:
    return Detector(
        watchlist,
        today=date(2026, 11, 21),
        screener=lambda host: Opinion(85.0, "mem", (("N1", 85, "近似 mem.gov.cn"),)),
    )


def test_a_name_alone_never_flags(named: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judged(named, page_of(SHOP))
    assert not opinion.flagged
    assert any(f.rule == "P014" for f in opinion.findings)


def test_a_name_with_a_weak_pretence_is_a_counterfeit(named: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judged(named, page_of(WEAK))
    assert opinion.verdict is Verdict.COUNTERFEIT
    assert opinion.target == "mem"


def test_the_same_weak_pretence_under_an_ordinary_name_is_not_flagged(
    detector: Detector, page_of: Callable[..., Page]
) -> None:
    assert not judged(detector, page_of(WEAK)).flagged


def test_a_copy_of_a_recorded_page_is_found(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    body = "".join(
        f"<li class=n{i % 3}><a>第{i}条：{'安全生产考试与查询说明'[i % 7 :]}</a><i>{i * i}</i></li>" for i in range(60)
    )
    genuine = page_of(
        f"<title>国家查询</title><div class=h><ul>{body}</ul></div>", "https://cx.mem.gov.cn/", favicon=b"icon" * 40
    )
    detector = Detector(watchlist, (reference_of(genuine, "mem"),), date(2026, 11, 21))
    copied = page_of(genuine.html.replace("第1条", "第一条"), "http://copy.example.com/", favicon=b"icon" * 40)
    opinion = judged(detector, copied, "copy.example.com")
    assert {"P011", "P012"} <= {f.rule for f in opinion.findings}
    assert opinion.target == "mem"
    assert judged(detector, genuine, "cx.mem.gov.cn").verdict is Verdict.OFFICIAL


FOUND = "<h2>某市安全生产监督管理局</h2><p>操作证查询</p>身份证号<input><button onclick=\"alert('有效')\">查询</button>"


@pytest.mark.parametrize(
    ("html", "verdict"),
    [(FOUND, Verdict.COUNTERFEIT), ("<h1>面包店开业</h1>", Verdict.UNCLEAR), ("", Verdict.OFFICIAL)],
)
def test_a_name_that_an_organ_gave_up_is_not_official_though_below_gov_cn(
    html: str, verdict: Verdict, detector: Detector, page_of: Callable[..., Page]
) -> None:
    site = Site("www.given-up.gov.cn", (page_of(html, "http://www.given-up.gov.cn/"),))
    assert detector.assess(site).verdict is verdict


def test_a_retired_domain_that_answers_is_an_alarm(detector: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judged(
        detector, page_of("<title>安全生产信息查询系统</title><h1>特种作业操作证查询</h1>"), "cx.old-safety.example.net"
    )
    assert any(f.rule == "P015" for f in opinion.findings)
    assert opinion.verdict is Verdict.COUNTERFEIT


def test_a_cleared_host_is_spared(detector: Detector, page_of: Callable[..., Page]) -> None:
    form = "<form><input placeholder=姓名><input placeholder=身份证号><button>查询</button></form>"
    html = f"<title>应急管理部</title><h1>应急管理部</h1>{form}<p>主办单位：应急管理部</p>"
    assert judged(detector, page_of(html), "www.cleared.example.cn").verdict is Verdict.BENIGN
    assert judged(detector, page_of(html)).verdict is Verdict.COUNTERFEIT


def test_a_neighbour_is_official(detector: Detector, page_of: Callable[..., Page]) -> None:
    assert judged(detector, page_of("<h1>证书查询</h1>"), "www.skills.example.org").verdict is Verdict.OFFICIAL


def test_a_redirect_to_the_genuine_page_is_no_copy(detector: Detector, page_of: Callable[..., Page]) -> None:
    copy = page_of(
        "<title>应急管理部</title><h1>应急管理部</h1><p>主办单位：应急管理部</p>", "http://other.example.com/"
    )
    led = replace(copy, final_url="https://www.mem.gov.cn/")
    assert judged(detector, copy, "other.example.com").flagged
    assert not judged(detector, led, "other.example.com").flagged


def test_an_address_that_asks_to_be_led_on_says_nothing_of_its_host(
    detector: Detector, page_of: Callable[..., Page]
) -> None:
    offer = "<title>电工证办理</title><p>电工证免考办理，三天出证，先出证后付款，微信 demo1900</p>"
    jump = "http://www.school.example.com/go?to=http%3A%2F%2Fseller.example.net%2F"
    led = replace(page_of(offer, jump), final_url="http://seller.example.net/")
    home = page_of(
        "<title>某市职业学校</title><p>本校开设电工、焊工等专业，欢迎报考。</p>", "http://www.school.example.com/"
    )
    assert not detector.assess(Site("www.school.example.com", (home, led))).flagged
    assert detector.assess(Site("www.school.example.com", (led,))).flagged  # nothing but an entrance
    plain = replace(led, url="http://www.school.example.com/")
    assert detector.assess(Site("www.school.example.com", (plain,))).flagged


def test_nothing_seen_is_unclear(detector: Detector, page_of: Callable[..., Page]) -> None:
    assert judged(detector, page_of("")).verdict is Verdict.UNCLEAR
    assert detector.assess(Site("a.example.com", ())).verdict is Verdict.UNCLEAR


def test_offsets_refer_to_the_visible_text(detector: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judged(detector, page_of("<p>各位好</p><p>电-工-证免考，微信 demo1900</p>"))
    text = "各位好\n电-工-证免考，微信 demo1900"
    cited = [f for f in opinion.findings if f.quote and f.end]
    assert cited
    assert all(text[f.start : f.end] == f.quote for f in cited)


def test_two_visits_have_the_same_keys(detector: Detector, page_of: Callable[..., Page]) -> None:
    html = "<title>办证</title><p>电工证免考，微信 demo1900</p>"
    one, two = judged(detector, page_of(html)), judged(detector, page_of(html + "<p>今日 2026-11-21</p>"))
    assert {f.key for f in one.findings} == {f.key for f in two.findings}


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _qr(text: str) -> bytes:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return _png(Image.fromarray(code.to_image(scale=6)))


def test_a_qr_code_is_a_contact(detector: Detector, page_of: Callable[..., Page]) -> None:
    picture = Picture("http://x/q.png", "image/png", _qr("https://u.wechat.com/demo1900"))
    assert [text for text, _ in qr_texts((picture,))] == ["https://u.wechat.com/demo1900"]
    html = "<title>电工证内部直通</title><p>低压电工证 免考 不用到场，扫一扫</p><img src=q.png>"
    opinion = judged(detector, page_of(html, pictures=(picture,)))
    assert opinion.verdict is Verdict.SALE
    assert any(c.kind == "wechat" and c.source == "qr" for c in opinion.contacts)


@pytest.mark.parametrize("data", [b"", b"x" * 50, b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"<svg/>"])
def test_hostile_pictures_are_no_evidence(data: bytes) -> None:
    assert decode(data) is None
    assert picture_hash(data) == ""


def test_huge_pictures_are_refused() -> None:
    assert decode(_png(Image.new("1", (9000, 9000)))) is None


def _font() -> ImageFont.FreeTypeFont | None:
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for pattern in ("*CJK*Regular*", "*wqy*", "*Fandol*Hei*", "*lxgw*", "*uming*"):
            for path in sorted(Path(folder).rglob(pattern)):
                if path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                    return ImageFont.truetype(str(path), 40)
    return None


@pytest.mark.slow
def test_text_in_a_picture_is_read(detector: Detector, page_of: Callable[..., Page]) -> None:
    font = _font()
    if font is None:
        pytest.skip("no Chinese font on this machine")
    image = Image.new("RGB", (760, 260), "white")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(("低压电工证 焊工证 免考办理", "三天出证 官网可查", "电话19000001234")):
        draw.text((20, 20 + 76 * row), line, font=font, fill="black")
    opinion = judged(
        detector, page_of("<title>联系我们</title><img src=a.png>", pictures=(Picture("a", "image/png", _png(image)),))
    )
    assert opinion.verdict is Verdict.SALE
    assert opinion.contacts[0].source == "picture"


@pytest.mark.slow
def test_a_page_that_is_a_picture_of_a_record_is_a_counterfeit(
    detector: Detector, page_of: Callable[..., Page]
) -> None:
    font = _font()
    if font is None:
        pytest.skip("no Chinese font on this machine")
    image = Image.new("RGB", (760, 460), "white")
    draw = ImageDraw.Draw(image)
    record = (
        "中华人民共和国特种作业操作证",
        "姓名：张样",
        "作业类别：电工作业",
        "发证机关：某市应急管理局",
        "状态：有效",
    )
    for row, line in enumerate(record):
        draw.text((20, 20 + 76 * row), line, font=font, fill="black")
    picture = (Picture("a", "image/png", _png(image)),)
    shown = page_of("<title>证照</title><img src=a.png>", "http://qr.show.example.com/", pictures=picture)
    assert judged(detector, shown, "qr.show.example.com").verdict is Verdict.COUNTERFEIT
    lesson = f"<h1>怎样看懂操作证</h1><p>{'下图是操作证样本，各栏的含义在课上讲解。' * 8}</p><img src=a.png>"
    told = page_of(lesson, "http://qr.show.example.com/", pictures=picture)
    assert judged(detector, told, "qr.show.example.com").verdict is Verdict.BENIGN


def test_the_look_up_says_where_it_sends_what_was_typed(detector: Detector, page_of: Callable[..., Page]) -> None:
    fields = "<input placeholder=姓名><input placeholder=身份证号><button>查询</button>"
    page = page_of(f"<h1>特种作业操作证查询</h1><form action=http://203.0.113.9/save>{fields}</form>")
    opinion = detector.assess(Site("www.shop.example.com", (page,)))
    assert "203.0.113.9" in next(f for f in opinion.findings if f.rule == "P005").detail
