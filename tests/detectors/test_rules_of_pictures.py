"""What the rules about pictures catch and what they spare: one table a rule."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image, ImageDraw

from bench.of_pages.drawn import code, png
from detectors.detector import Detector
from detectors.page.reference import reference_of
from zhenwei.types import Page, Picture, Site
from zhenwei.watchlist import Watchlist

HOST = "www.shop.example.com"


def fired(detector: Detector, page: Page, host: str = HOST) -> set[str]:
    return {f.rule for f in detector.assess(Site(host, (page,))).findings}


CARD = "<title>特种作业操作证</title>姓名<input>证书编号<input>准操项目<input>初领日期<input>签发机关<input>"
FORM = "<title>电工证培训报名</title>姓名<input>身份证号<input>报考项目<input>学历<input>"
PAINT = "<script>for(w of ['姓名','准操项目','证号','签发机关：应急管理局'])ctx.fillText(w,9,y+=30)</script>"
DRAWN = [
    ("P031", True, CARD + "<button>生成证件</button>"),
    ("P031", True, CARD + "<button>预览</button><script>html2canvas(card)</script>"),
    ("P031", True, CARD + "<a>下载图片</a>"),
    ("P031", True, "<title>特种作业操作证</title><canvas></canvas>" + PAINT),
    ("P031", True, "<title>证照</title><canvas></canvas>" + PAINT.replace("准操项目", "\\u51c6\\u64cd\\u9879\\u76ee")),
    ("P031", True, "<title>操作证查询</title><p>特种作业操作证</p><img src='/make/card.php?name=x&id=1'>"),
    ("P031", True, "<title>特种作业操作证</title><img src='/api/zs/img.aspx?xm=x&zjhm=1&t=2'>"),
    ("P031", False, FORM + "<button>生成准考证</button><script>html2canvas(x)</script>"),
    ("P031", False, CARD + "<button>保存</button><button>导出Excel</button>"),
    ("P031", False, "<title>会员卡制作</title>姓名<input>卡号<input>有效期<input><button>生成卡片</button>"),
    ("P031", False, "<title>特种作业操作证</title><canvas></canvas><script>ctx.fillText('姓名')</script>"),
    ("P031", False, "<title>特种作业操作证</title><img src='/photo.php?id=7&w=200'>"),
    ("P031", False, "<title>特种作业操作证</title><img src='/captcha.php?id=7&name=x'>".replace("php", "png")),
    ("P031", False, "<title>记忆面包</title><img src='/card.php?name=x&id=1'>"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fires", "html"), DRAWN)
def test_pages_that_make_a_card(
    rule: str, fires: bool, html: str, detector: Detector, page_of: Callable[..., Page]
) -> None:
    assert (rule in fired(detector, page_of(html))) is fires


def test_p031_says_nothing_of_the_organ_itself(detector: Detector, page_of: Callable[..., Page]) -> None:
    page = page_of(CARD + "<button>生成证件</button>", "https://cx.mem.gov.cn/")
    assert "P031" not in fired(detector, page, "cx.mem.gov.cn")


TALK = "<title>特种作业操作证</title><p>扫描证件上的二维码</p>"
LED = [
    ("P033", True, TALK, "http://cx-mem.example.net/zs?id=1"),
    ("P033", True, TALK, "http://www.example.net/chaxun/1.html"),
    ("P033", True, TALK, "http://zheng.example.net/i?zsbh=T1"),
    ("P033", False, TALK, "https://cx.mem.gov.cn/special?index=0"),
    ("P033", False, TALK, "http://www.shop.example.com/chaxun"),
    ("P033", False, TALK, "https://www.cleared.example.cn/chaxun"),
    ("P033", False, TALK, "https://mp.weixin.qq.com/s/demo"),
    ("P033", False, TALK, "https://u.wechat.com/demo1900"),
    ("P033", False, TALK, "http://member.example.net/bread"),
    ("P033", False, "<title>记忆面包</title><p>每日现烤</p>", "http://cx-mem.example.net/zs?id=1"),
]


@pytest.mark.parametrize(("rule", "fires", "html", "text"), LED)
def test_codes_that_lead_to_a_lookup(
    rule: str, fires: bool, html: str, text: str, detector: Detector, page_of: Callable[..., Page]
) -> None:
    page = page_of(html, pictures=(Picture("q", "image/png", png(code(text))),))
    opinion = detector.assess(Site(HOST, (page,)))
    found = [f for f in opinion.findings if f.rule == rule]
    assert bool(found) is fires
    assert all(f.points == 0 and f.against in text for f in found)


OFFER = "<p>电工证免考</p>"
SOLD = [
    ("P112", True, OFFER, "https://u.wechat.com/demo1900", "微信"),
    ("P112", True, OFFER, "https://qm.qq.com/q/demo1900", "QQ"),
    ("P112", True, OFFER, "wxp://f2f0demo1900", "收款码"),
    ("P112", True, OFFER, "https://qr.alipay.com/fkx1900", "收款码"),
    ("P112", True, OFFER, "https://t.me/demo1900", "Telegram"),
    ("P112", True, OFFER, "19000001234", "电话"),
    ("P112", True, OFFER, "BEGIN:VCARD\nTEL:19000001234\nEND:VCARD", "电话"),
    ("P112", True, OFFER, "100001900", "号码"),
    ("P112", False, OFFER, "https://www.example.net/", ""),
    ("P112", False, OFFER, "你好", ""),
    ("P112", False, "<p>电工证培训</p>", "https://u.wechat.com/demo1900", ""),
]


@pytest.mark.parametrize(("rule", "fires", "html", "text", "says"), SOLD)
def test_codes_beside_an_offer(
    rule: str, fires: bool, html: str, text: str, says: str, detector: Detector, page_of: Callable[..., Page]
) -> None:
    page = page_of(html, pictures=(Picture("q", "image/png", png(code(text))),))
    found = [f for f in detector.assess(Site(HOST, (page,))).findings if f.rule == rule]
    assert bool(found) is fires
    assert all(says in f.detail and "demo1900" not in f.detail for f in found)


def icon(colour: str = "#c01c28", mark: int = 12) -> bytes:
    image = Image.new("RGB", (48, 48), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, 44, 44), fill=colour)
    draw.rectangle((14, 10, 14 + mark, 40), fill="#ffe060")
    draw.line((4, 44, 30, 20), fill="black", width=3)
    return png(image)


def other_icon() -> bytes:
    image = Image.new("RGB", (48, 48), "#103060")
    ImageDraw.Draw(image).polygon(((24, 2), (46, 46), (2, 30)), fill="white")
    return png(image)


def emblem(seed: int) -> bytes:
    image = Image.new("RGB", (200, 200), "white")
    draw = ImageDraw.Draw(image)
    for n in range(30):
        x, y = (n * 37 * seed) % 180, (n * 53 + seed * 11) % 180
        draw.rectangle((x, y, x + 24, y + 9), fill=(n * 8 % 255, 40, 90))
    return png(image)


def resaved(data: bytes) -> bytes:
    import io

    from PIL import Image

    return png(Image.open(io.BytesIO(data)).resize((32, 32)).resize((48, 48)))


ICONS = [
    ("P012", True, {"favicon": icon()}),
    ("P012", True, {"favicon": resaved(icon())}),
    ("P012", True, {"pictures": (Picture("l", "image/png", emblem(3)),)}),
    ("P012", False, {"favicon": other_icon()}),
    ("P012", False, {"favicon": png(Image.new("RGB", (16, 16), "white"))}),
    ("P012", False, {"favicon": b"\x00\x00\x01\x00rubbish"}),
    ("P012", False, {"pictures": (Picture("l", "image/png", emblem(7)),)}),
    ("P012", False, {}),
]


def carried(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(("made", "fires"), [(icon(), True), (other_icon(), False)])
def test_p012_knows_what_a_page_saved_as_one_file_carries(
    made: bytes, fires: bool, watchlist: Watchlist, page_of: Callable[..., Page]
) -> None:
    """Both sides are saved pages: nothing of them was fetched apart."""
    saved = page_of(f"<link rel='shortcut icon' href='{carried(icon())}'><p>x</p>", "https://cx.mem.gov.cn/")
    shown = page_of(f"<link rel=icon href='{carried(made)}'><p>你好</p>")
    detector = Detector(watchlist, (reference_of(saved, "mem"),), date(2026, 11, 21))
    assert ("P012" in fired(detector, shown)) is fires
    logo = page_of(f"<p>你好</p><img src='{carried(emblem(3))}'>")
    genuine = page_of(f"<p>x</p><img src='{carried(emblem(3))}'>", "https://cx.mem.gov.cn/")
    assert "P012" in fired(Detector(watchlist, (reference_of(genuine, "mem"),), date(2026, 11, 21)), logo)


@pytest.mark.parametrize(("rule", "fires", "parts"), ICONS)
def test_icons_and_pictures_of_the_genuine_site(
    rule: str, fires: bool, parts: dict[str, object], watchlist: Watchlist, page_of: Callable[..., Page]
) -> None:
    genuine = page_of(
        "<title>x</title>",
        "https://cx.mem.gov.cn/",
        favicon=icon(),
        pictures=(Picture("l", "image/png", emblem(3)),),
    )
    detector = Detector(watchlist, (reference_of(genuine, "mem"),), date(2026, 11, 21))
    assert (rule in fired(detector, page_of("<p>你好</p>", **parts))) is fires
    assert rule not in fired(detector, page_of("<p>你好</p>", **parts), "cx.mem.gov.cn")
