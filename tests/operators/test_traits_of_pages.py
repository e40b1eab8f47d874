"""From captured pages to traits: through the detector, as a night does it."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from detectors.detector import Detector
from detectors.operators import traits as reading
from detectors.operators.kinds import KINDS, UNREAD
from detectors.operators.minhash import SLOTS
from detectors.operators.pictures import code_pictures
from detectors.operators.template import alike, clusters, fingerprint, is_genuine
from detectors.page.document import Document
from detectors.page.reference import Impression, reference_of
from detectors.text.lexicon import Lexicon
from detectors.text.visible import read_html
from zhenwei.types import Page, Picture, Profile, Site
from zhenwei.watchlist import Watchlist

MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
LINES = (
    "本站常年承接各类资料整理与代办服务，流程简单，专人跟进，进度随时可问",
    "首页左侧为服务项目，右侧为最新动态，下方为常见问题与解答",
    "第一步填写需求，第二步客服联系，第三步确认费用，第四步安排办理，第五步收货评价",
    "我们的团队分布多个城市，可就近安排，加急件优先处理，普通件按顺序排队",
    "常见问题一：多久可以办好；常见问题二：需要提供哪些材料；常见问题三：如何付款",
    "友情提示：请认准本站唯一客服，谨防冒充，聊天记录请妥善保存以便售后",
)


def page(html: str, url: str = "http://www.seller-one.top/", **more: object) -> Page:
    return Page(url, str(more.pop("final", url)), Profile.DESKTOP, 200, html, MOMENT, **more)  # type: ignore[arg-type]


def skin(name: str, phone: str, *, extra: str = "", dom: str = "section") -> str:
    rows = "".join(
        f'<{dom} class="row r{n}"><div class="box"><h3>{line[:8]}</h3><p class="t">{line}</p><ul><li class="a">{n}</li>'
        f'<li class="b"><a class="more" href="/{n}">详情</a></li></ul></div></{dom}>'
        for n, line in enumerate(LINES)
    )
    return (
        f"<html><head><title>{name}</title></head><body><div class='top'><h1 class='logo'>{name}</h1></div>{rows}"
        f"<div class='foot'><p class='tel'>电话：{phone}</p><p class='addr'>{extra}</p></div></body></html>"
    )


def traits(detector: Detector, *pages: Page, host: str = "www.seller-one.top", **more: object) -> set[tuple[str, str]]:
    opinion = detector.assess(Site(host, pages, **more))  # type: ignore[arg-type]
    return {(trait.kind, trait.value) for trait in opinion.traits}


@pytest.fixture(scope="module")
def reader(lists: Watchlist) -> Detector:
    return Detector(lists, with_traits=True)


def test_a_page_gives_its_contacts_accounts_marks_and_places(reader: Detector) -> None:
    more = (
        '<script>hm.src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"</script>'
        '<form action="http://203.0.113.9:8080/save"><input name="xm"></form>'
        '<a href="http://look-up.vip/">证书真伪查询</a><a href="http://friend.vip/">友情链接</a>'
        '<a href="https://cx.mem.gov.cn/">官网查询</a>'
    )
    html = skin("某某服务", "190-0000-1234", extra="浙ICP备20261234号-2 微信：dgz-banli" + more)
    found = traits(reader, page(html))
    assert found >= {
        ("phone", "19000001234"),
        ("wechat", "dgz-banli"),
        ("icp", "20261234"),
        ("statistics", "baidu:0123456789abcdef0123456789abcdef"),
        ("backend", "203.0.113.9:8080"),
        ("lookup", "look-up.vip"),
    }
    assert {kind for kind, _ in found} >= {"template", "layout"}
    assert not {value for _, value in found} & {"friend.vip", "cx.mem.gov.cn", "mem.gov.cn"}
    assert {kind for kind, _ in found} <= KINDS.keys()


def test_a_trait_names_the_capture_that_showed_it(reader: Detector) -> None:
    one = page(skin("甲", "190-0000-1234"))
    other = page(skin("甲", "190-0000-4321"), "http://www.seller-one.top/b")
    found = reader.assess(Site("www.seller-one.top", (one, other))).traits
    assert {(t.value, t.url, t.profile) for t in found if t.kind == "phone"} == {
        ("19000001234", "http://www.seller-one.top/", "desktop"),
        ("19000004321", "http://www.seller-one.top/b", "desktop"),
    }


@pytest.mark.parametrize(("numbers", "kept"), [(8, 8), (9, 0)])
def test_a_directory_of_other_peoples_contacts_has_none_of_its_own(numbers: int, kept: int, reader: Detector) -> None:
    lines = "".join(f"<p>某店 电话：190-0000-12{n:02}</p>" for n in range(numbers))
    found = traits(reader, page(f"<html><body>{lines}<p>QQ：900001234</p></body></html>"))
    assert len([value for kind, value in found if kind == "phone"]) == kept
    assert ("qq", "900001234") in found


def test_what_stands_where_a_redirect_ended_is_somebody_elses(reader: Detector) -> None:
    found = traits(reader, page(skin("乙", "190-0000-1234"), final="http://www.other-end.vip/"))
    assert found == {("redirect", "other-end.vip")}


def test_traits_are_read_only_where_they_are_asked_for(lists: Watchlist) -> None:
    assert Detector(lists).assess(Site("www.seller-one.top", (page(skin("甲", "190-0000-1234")),))).traits == ()


def test_a_page_that_breaks_the_reading_keeps_its_opinion(reader: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_source: str) -> list[str]:
        raise RecursionError

    monkeypatch.setattr(reading, "accounts", breaks)
    opinion = reader.assess(Site("www.seller-one.top", (page(skin("甲", "190-0000-1234")),)))
    assert [(t.kind, t.value) for t in opinion.traits] == [(UNREAD, "RecursionError")]
    assert opinion.verdict


def look(html: str) -> str:
    visible = read_html(html)
    return fingerprint(visible.text, visible.tree)


def test_skins_of_one_template_are_alike_whatever_their_contacts() -> None:
    one, other = look(skin("甲服务站", "190-0000-1234")), look(skin("乙服务中心", "190-0000-4321", extra="另一座城市"))
    assert len(one) == 2 * 8 * SLOTS + 1
    assert alike(one, other)
    assert clusters([other, one]) == clusters([one, other])
    assert len(set(clusters([one, other]).values())) == 1


@pytest.mark.parametrize(
    "html",
    [
        skin("甲", "190-0000-1234", dom="article").replace("box", "card").replace('class="t"', 'class="x y"'),
        skin("甲", "190-0000-1234").translate(str.maketrans("本站服务首页流程客费办", "我校课程老师学生考试班")),
    ],
    ids=["the same words in other tags", "other words in the same tags"],
)
def test_words_alone_or_tags_alone_are_no_template(html: str) -> None:
    assert not alike(look(skin("甲", "190-0000-1234")), look(html))


def test_in_the_lab_only_the_skins_of_one_operator_and_copies_of_a_genuine_page_are_alike() -> None:
    sites = Path(__file__).parents[2] / "lab" / "worlds" / "small" / "sites"
    looks: dict[str, set[str]] = {}
    for file in sites.rglob("*.html"):
        if found := look(file.read_text("utf-8")):
            looks.setdefault(file.relative_to(sites).parts[0], set()).add(found)
    of = clusters(one for found in looks.values() for one in found)
    together = {
        (a, b) for a, b in combinations(sorted(looks), 2) if {of[x] for x in looks[a]} & {of[x] for x in looks[b]}
    }
    assert len(looks) > 25
    assert together == {("aqscyjglb.com", "yjglb-cx.com")}


@pytest.mark.parametrize("html", ["", "<p>短</p>", "<p>" + "长文字没有结构" * 200 + "</p>"])
def test_too_little_is_no_template(html: str) -> None:
    assert look(html) == ""


def test_the_look_of_a_protected_page_is_no_template() -> None:
    html = skin("某局办事大厅", "190-0000-1234")
    known = (reference_of(page(html, "https://bureau.gov.cn/"), "bureau"),)
    assert is_genuine(Impression(read_html(html).text, html), known)
    other = html.replace("服务", "课程")
    assert look(html)
    assert not is_genuine(Impression(LINES[0] * 9, other[:200]), known)


def test_fingerprints_of_another_version_break_nothing() -> None:
    odd = ["", ".", "zz.zz", "0" * 512 + "." + "0" * 512, "0" * 510 + "." + "1" * 512]
    assert set(clusters(odd)) == set(odd)


def _code(seed: int, side: int = 210) -> bytes:
    """A picture that looks like a code that no reader reads."""
    cells = hashlib.shake_256(str(seed).encode()).digest(900)
    image = Image.new("L", (30, 30))
    image.putdata([255 if byte & 1 else 0 for byte in cells])
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def _plain() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((210, 210)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "markup", "found"),
    [
        ("wx.png", _code(1), '<img src="/wx.png">', True),
        ("a1.png", _code(1), '<div>扫一扫加老师微信<img src="/a1.png"></div>', True),
        ("a1.png", _code(1), '<div>荣誉证书<img src="/a1.png"></div>', False),  # nobody calls it a code
        ("wx.png", _plain(), '<img src="/wx.png">', False),  # no code
        ("wx.png", _code(1, 60), '<img src="/wx.png">', False),  # an icon
        ("wx.png", b"no picture", '<img src="/wx.png">', False),
    ],
)
def test_pictures_of_codes(name: str, data: bytes, markup: str, found: bool, lists: Watchlist) -> None:
    shown = page(f"<html><body>{markup}</body></html>", pictures=(Picture(f"http://x.top/{name}", "image/png", data),))
    document = Document(shown, "x.top", lists, Lexicon(lists.lexicon))
    assert bool(list(code_pictures(document))) is found


def test_one_picture_of_a_code_at_two_sizes_is_one_and_two_codes_are_two(lists: Watchlist) -> None:
    def hash_of(data: bytes) -> list[tuple[str, str]]:
        pictures = (Picture("http://x.top/wx.png", "image/png", data),)
        shown = page('<html><body><img src="/wx.png"></body></html>', pictures=pictures)
        return list(code_pictures(Document(shown, "x.top", lists, Lexicon(lists.lexicon))))

    assert hash_of(_code(1)) == hash_of(_code(1, 300)) != hash_of(_code(2))


def test_every_kind_is_explained() -> None:
    page_text = (Path(__file__).parents[2] / "docs" / "operators.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page_text] == []
