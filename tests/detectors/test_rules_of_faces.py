"""One address under several profiles, and scripts and heads for search engines: what each rule catches and spares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from detectors.detector import Detector
from zhenwei.address import host_of
from zhenwei.types import Finding, Hop, Page, Profile, Site

MOMENT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
URL = "http://www.shop.example.com/"
AWAY = "http://m.other.example.net/"
OFFER = "<title>电工证</title><p>电工证免考办理，三天出证，微信 demo1900</p>"
SHOP = "<title>记忆面包</title><h1>记忆面包</h1><p>手工面包，每日现烤，欢迎到店品尝。</p>"
ORGAN = "<title>应急管理部</title><h1>应急管理部</h1><p>特种作业操作证查询</p><input placeholder=证件号><button>查询</button>"
FORM = "<p>操作证信息</p><form>姓名<input>身份证号<input>证书编号<input><button>查询</button></form>"
SCHOOL = "<title>某某中学</title><h1>某某中学</h1>" + "<p>本校始建于一九五二年，现有教学班三十个。</p>" * 4


@dataclass(frozen=True)
class Face:
    """What one visitor gets. ``final``: where redirects ended."""

    profile: str
    html: str
    status: int = 200
    final: str = ""
    rendered: bool = False


def faces(*rows: tuple[str, str] | Face) -> tuple[Face, ...]:
    return tuple(row if isinstance(row, Face) else Face(*row) for row in rows)


def pages(rows: tuple[Face, ...], url: str = URL) -> tuple[Page, ...]:
    return tuple(
        Page(url, f.final or url, Profile(f.profile), f.status, f.html, MOMENT, rendered=f.rendered) for f in rows
    )


def found(detector: Detector, rows: tuple[Face, ...], rule: str, url: str = URL) -> list[Finding]:
    opinion = detector.assess(Site(host_of(url), pages(rows, url)))
    return [f for f in opinion.findings if f.rule == rule]


D, P, W, S, F = "desktop", "phone", "wechat", "spider", "from-search"
SENDS = (
    "<script>var r=document.referrer;if(/baidu|sogou/.test(r)){location.href='http://go.other.example.net/'}</script>"
)
ROWS: list[tuple[str, str, bool, tuple[Face, ...]]] = [
    ("P117", "spider only", True, faces((D, SHOP), (P, SHOP), (S, OFFER))),
    ("P117", "spider and search", True, faces((D, SHOP), (S, OFFER), (F, OFFER))),
    ("P117", "phone only", True, faces((D, SHOP), (P, OFFER))),
    ("P117", "WeChat only", True, faces((D, SHOP), (P, SHOP), (W, OFFER))),
    ("P117", "from search, desktop failed", True, faces(Face(D, "x", 502), (P, SHOP), (F, OFFER))),
    ("P117", "desktop refused", True, faces(Face(D, "<p>403 Forbidden</p>", 403), (P, OFFER))),
    ("P117", "desktop empty", True, faces(Face(D, ""), (P, OFFER))),
    ("P117", "desktop under construction", True, faces((D, "<p>网站正在建设中，敬请期待</p>"), (P, OFFER), (W, OFFER))),
    ("P117", "desktop default page", True, faces((D, "<h1>Welcome to nginx!</h1>"), (F, OFFER))),
    ("P117", "one line more", True, faces((D, SCHOOL), (S, SCHOOL + "<p>电工证免考办理 微信 demo1900</p>"))),
    ("P117", "in the title only", True, faces((D, SCHOOL), (S, SCHOOL.replace("<title>", "<title>电工证免考代办_")))),
    ("P117", "all the same", False, faces((D, OFFER), (P, OFFER), (S, OFFER))),
    ("P117", "mobile layout", False, faces((D, SHOP + OFFER), (P, OFFER))),
    ("P117", "phones get a shorter page", False, faces((D, OFFER), (P, SHOP))),
    ("P117", "spider is locked out", False, faces((D, OFFER), Face(S, "<p>403 Forbidden</p>", 403))),
    ("P117", "desktop failed", False, faces(Face(D, "<p>502 Bad Gateway</p>", 502), (P, OFFER))),
    ("P117", "too many requests", False, faces(Face(D, "<p>请稍后</p>", 429), (P, OFFER))),
    ("P117", "captcha", False, faces((D, "<p>百度安全验证，请完成验证后继续访问</p>"), (S, OFFER))),
    ("P117", "log-in", False, faces((D, "<p>请先登录后查看内容</p>"), (P, OFFER))),
    ("P117", "script shell", False, faces((D, "<div id=app></div><script src=app.js></script>"), (P, OFFER))),
    ("P117", "another language", False, faces((D, f"<p>{'Fresh bread every day. ' * 8}</p>"), (P, OFFER))),
    ("P117", "changes by load", False, faces((D, SHOP), (P, OFFER), (P, SHOP))),
    ("P117", "no offer", False, faces((D, SHOP), (S, SCHOOL))),
    (
        "P117",
        "told with its report, then without",
        False,
        faces(
            (D, f"<p>本报讯 警方提示，谨防骗局</p><p>“电工证免考”</p>{SCHOOL}<p>据介绍，嫌疑人已被抓获</p>"),
            (P, "<p>“电工证免考”</p>"),
        ),
    ),
    ("P017", "phone only", True, faces((D, SHOP), (P, ORGAN))),
    ("P017", "WeChat look-up", True, faces((D, SHOP), (P, SHOP), (W, FORM))),
    ("P017", "from search", True, faces((D, "<p>此域名正在出售，有意请联系</p>"), (F, ORGAN), (S, ORGAN))),
    ("P017", "desktop in maintenance", True, faces((D, "<p>系统维护中，请稍后访问</p>"), (P, ORGAN))),
    ("P017", "desktop refused", True, faces(Face(D, "<p>404 Not Found</p>", 404), (P, ORGAN))),
    ("P017", "desktop empty", True, faces(Face(D, "", 403), (W, ORGAN))),
    ("P017", "all the same", False, faces((D, ORGAN), (P, ORGAN))),
    ("P017", "phones get a picture of the name", False, faces((D, ORGAN), (P, "<p>特种作业查询服务介绍，欢迎使用</p>"))),
    ("P017", "as a sentence", False, faces((D, f"<p>应急管理部发布通知。</p>{SCHOOL}"), (P, "<h1>应急管理部</h1>"))),
    ("P017", "desktop failed", False, faces(Face(D, "<p>503</p>", 503), (P, ORGAN))),
    ("P017", "captcha", False, faces((D, "<p>人机验证：请拖动滑块</p>"), (P, ORGAN))),
    ("P140", "visitors from a search", True, faces((D, SHOP), Face(F, OFFER, final=AWAY))),
    ("P140", "phones", True, faces((D, SHOP), Face(P, OFFER, final=AWAY))),
    ("P140", "spiders", True, faces((D, SCHOOL), (P, SCHOOL), Face(S, OFFER, final=AWAY))),
    ("P140", "everybody", False, faces(Face(D, OFFER, final=AWAY), Face(P, OFFER, final=AWAY))),
    ("P140", "own mobile host", False, faces((D, SHOP), Face(P, OFFER, final="http://m.shop.example.com/"))),
    ("P140", "log-in of a service", False, faces((D, SHOP), Face(W, OFFER, final="https://open.weixin.qq.com/x"))),
    ("P140", "nothing offered there", False, faces((D, SHOP), Face(P, SCHOOL, final=AWAY))),
    ("P140", "at times only", False, faces((D, SHOP), (P, SHOP), Face(P, OFFER, final=AWAY))),
    ("P040", "phones", True, faces((D, SHOP), Face(P, ORGAN, final=AWAY))),
    ("P040", "WeChat", True, faces((D, SHOP), (P, SHOP), Face(W, FORM, final=AWAY))),
    ("P040", "to the genuine page", False, faces((D, SHOP), Face(P, ORGAN, final="https://www.mem.gov.cn/"))),
    ("P040", "everybody", False, faces(Face(D, ORGAN, final=AWAY), Face(P, ORGAN, final=AWAY))),
    ("P040", "another page", False, faces((D, SHOP), Face(P, SCHOOL, final=AWAY))),
    ("P141", "by where they come from", True, faces((D, SHOP + SENDS))),
    ("P141", "escaped", True, faces((D, SHOP + SENDS.replace("baidu", "\\x62aidu").replace("href='http", "href='ht'+'tp")))),
    (
        "P141",
        "another title for spiders",
        True,
        faces(
            (
                D,
                "<script>if(navigator.userAgent.indexOf('Baiduspider')==-1){document.title='某某公司'}</script>" + SHOP,
            )
        ),
    ),
    (
        "P141",
        "statistics",
        False,
        faces(
            (D, SHOP + "<script>_hmt.push(['r',document.referrer]);h.src='https://hm.baidu.com/h.js?'+location.href</script>")
        ),
    ),
    ("P141", "phones to the mobile host", False, faces((D, SHOP + "<script>if(/iPhone/.test(navigator.userAgent))location.href='http://m.shop.example.com/'</script>"))),
    ("P141", "back to the search", False, faces((D, SHOP + SENDS.replace("http://go.other.example.net/", "https://www.baidu.com/")))),
    ("P142", "title of another trade", True, faces((D, SCHOOL.replace("<title>", "<title>电工证免考代办_")))),
    ("P142", "keywords of another trade", True, faces((D, "<meta name=keywords content='电工证免考,焊工证代办不用考试'>" + SCHOOL))),
    ("P142", "title of the page itself", False, faces((D, "<title>电工证免考代办</title><h1>电工证免考</h1>" + OFFER))),
    ("P142", "nothing but a script", False, faces((D, "<title>电工证免考代办</title><div id=app></div><script src=a.js></script>"))),
    ("P142", "a warning as title", False, faces((D, "<title>警惕电工证免考骗局</title>" + "<p>本校提醒各位家长注意。</p>" * 9))),
    ("P143", "in a comment", True, faces((D, SCHOOL + "<div class=comment-list><p>电工证免考办理 微信 demo1900</p></div>"))),
    ("P143", "in a guestbook", True, faces((D, SCHOOL + "<p>游客：</p><p>焊工证不用考试，电话19000001234</p>"))),
    ("P143", "beside comments", False, faces((D, SCHOOL + "<p>电工证免考办理 微信 demo1900</p><div class=comment-list>好</div>"))),
    ("P143", "the thread itself", False, faces((D, "<h1>电工证免考办理</h1><div class=reply>电工证免考办理 微信 demo1900</div>"))),
    ("P143", "a comment that warns", False, faces((D, SCHOOL + "<div class=comment>电工证免考都是骗局，切勿相信</div>"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "fires", "rows"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_rule(rule: str, what: str, fires: bool, rows: tuple[Face, ...], detector: Detector) -> None:
    assert bool(found(detector, rows, rule)) is fires, what


def test_a_cloaked_offer_is_quoted_with_what_others_see(detector: Detector) -> None:
    (one,) = found(detector, faces((D, SHOP), (P, OFFER)), "P117")
    assert one.profile == "phone"
    assert "电工证免考办理，三天出证，微信 demo1900"[one.start : one.end] == one.quote
    assert "手机" in one.detail
    assert "电脑访问看到“记忆面包”" in one.detail
    (spider,) = found(detector, faces((D, SHOP), (S, OFFER)), "P117")
    assert "搜索引擎" in spider.detail


def test_only_captures_of_one_address_are_compared(detector: Detector) -> None:
    shop = pages(faces((D, SHOP)))
    offer = tuple(replace(p, url=URL + "a.html", final_url=URL + "a.html") for p in pages(faces((P, OFFER))))
    opinion = detector.assess(Site(host_of(URL), (*shop, *offer)))
    assert "P117" not in {f.rule for f in opinion.findings}


def test_a_redirect_names_how_and_where(detector: Detector) -> None:
    rows = pages(faces((D, SHOP), Face(P, OFFER, final=AWAY)))
    led = replace(rows[1], chain=(Hop(URL, 200, "script"), Hop(AWAY, 200)))
    opinion = detector.assess(Site(host_of(URL), (rows[0], led)))
    (one,) = [f for f in opinion.findings if f.rule == "P140"]
    assert one.against == "m.other.example.net"
    assert "以脚本引往 m.other.example.net" in one.detail


def test_the_old_title_put_back_counts_more(detector: Detector) -> None:
    covered = SCHOOL.replace("<title>", "<title>电工证免考代办_") + "<script>document.title='中学主页'</script>"
    (one,) = found(detector, faces((D, covered)), "P142")
    (other,) = found(detector, faces((D, SCHOOL.replace("<title>", "<title>电工证免考代办_"))), "P142")
    assert one.points > other.points
    assert "中学主页" in one.detail
